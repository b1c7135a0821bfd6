//! What faces ask and order.

use clawtender_core::{
    facts::FactUpdate,
    lifecycle::{self, Owner, Phase},
    snapshot::May,
};
use tokio::sync::oneshot;

use super::{State, Waiter};
use crate::{
    engine::{Input, Role},
    examine, moves,
    protocol::{Answer, GatewayAction, Request},
    settings::{Mode, Quit},
    words,
};

impl State {
    pub(super) fn asked(&mut self, request: Request, reply: oneshot::Sender<Answer>) {
        let answer = match request {
            Request::Snapshot | Request::Subscribe => Answer::Snapshot(Box::new(self.snapshot())),
            Request::Doctor { offline, selection } => return self.examine(offline, &selection, reply),
            Request::Gateway { action, anyway, idle } => return self.ordered(action, anyway, idle, reply),
            Request::Export => return self.export(reply),
            Request::Overview => Answer::Overview(Box::new(self.overview())),
            Request::Load => return self.weigh(reply),
            Request::Clock => return self.asked_for_time(reply),
            Request::Approvals => return self.asked_what_waits(reply),
            Request::PastApprovals => Answer::PastApprovals(self.past.get().view()),
            Request::Runs { against } => Answer::Runs(Box::new(self.runs(against))),
            Request::Decide { kind, approval, decision, deliberate } => {
                return self.decided((kind, approval), decision, deliberate, reply);
            }
            Request::Plan(mend) => return self.plan(&mend, reply),
            Request::Fix(mend) => return self.mend(mend, reply),
            Request::Changes => Answer::Changes(moves::changes(&self.world.paths)),
            Request::Undo { entry } => return self.undo(entry, reply),
            Request::StopFix { finding, subject } => self.stop_fix(&finding, subject.as_deref()),
            Request::SignIn { provider, way } => return self.sign_in_with(&provider, way.as_deref(), reply),
            Request::SignInAnswer { step, answer } => self.step_answered(step, answer),
            Request::SignInCancel => self.sign_in_cancelled(),
            Request::Keys => return self.list_keys(reply),
            Request::TestKeys { key, same } => return self.test_keys(key, same, reply),
            Request::DeleteKey { key } => return self.delete_key(key, reply),
            Request::NewKey { key, what } => return self.enter_key(&key, what, reply),
            Request::PlanKeyMove => return self.plan_key_move(reply),
            Request::MoveKeys { seen } => return self.move_keys(seen, reply),
            Request::Preflight => return self.weigh_restart(reply),
            Request::Dashboard => return self.lead_to_dashboard(reply),
            Request::Logs { lines } => {
                self.read_output();
                Answer::Lines(self.output.latest(lines))
            }
            Request::Written { after } => {
                self.read_output();
                Answer::Written(self.output.after(after))
            }
            Request::Earlier { before, lines } => {
                self.read_output();
                let earlier = self.output.earlier(before, usize::try_from(lines).unwrap_or(usize::MAX));
                tokio::task::spawn_blocking(move || reply.send(Answer::Written(earlier.read())));
                return;
            }
            Request::Follow { .. } => Answer::Refused(words::say("followed-elsewhere")),
            Request::Runtime => {
                let (world, inbox) = (self.world.clone(), self.inbox.clone());
                tokio::spawn(async move {
                    let runtime = examine::runtime(&world).await;
                    let found = runtime.value().cloned().unwrap_or_default();
                    let _ = inbox.send(Input::Seen(vec![FactUpdate::runtime(runtime)])).await;
                    let _ = inbox.send(Input::Life(lifecycle::Event::Changed)).await;
                    let _ = reply.send(Answer::Runtime(Box::new(found)));
                });
                return;
            }
            Request::GatewayDoctor => return self.ask_gateway_doctor(reply),
            Request::Reload => {
                self.settings_changed();
                // a key may have been tried, stored or deleted just now
                self.look_at_keys();
                self.look_at_ways();
                Answer::Done
            }
            Request::Settings => return self.show_settings(reply),
            Request::Setup => return self.show_setup(reply),
            Request::SetUp => {
                self.kept.set(|record| record.set_up = Some(true));
                Answer::Done
            }
            Request::Set { key, value } => return self.change_setting(key, value, reply),
            Request::Unmute { finding } => return self.unmute(finding, reply),
            Request::Show { finding } => match self.shows.send(finding) {
                Ok(_) => Answer::Done,
                Err(_) => Answer::Refused(words::say("no-screen")),
            },
            Request::Seen { notice } => {
                self.notices.seen(&notice);
                Answer::Done
            }
            Request::Snooze { finding, minutes } => self.snooze(finding, minutes),
            Request::Mute { finding, span } => return self.mute(finding, span, reply),
            Request::Quit => {
                self.shut_down(self.world.settings.gateway.quit == Quit::Stop);
                Answer::Done
            }
        };
        let _ = reply.send(answer);
    }

    /// The settings were written anew.
    pub(super) fn settings_changed(&mut self) {
        self.world.reload();
        self.ask_others_for_time();
        self.policy.launch = self.role == Role::Resident && self.world.settings.gateway.mode != Mode::Watch;
        self.live(lifecycle::Event::Changed);
        self.look_at_installs();
        self.look_at_installation();
    }

    pub(super) fn ordered(&mut self, action: GatewayAction, anyway: bool, idle: bool, reply: oneshot::Sender<Answer>) {
        self.forget_idle_restart();
        let may = May::of(self.life.phase());
        if action == GatewayAction::Stop && !may.stop && matches!(self.life.phase(), Phase::External { .. }) {
            let why = words::say("settled-no-stop");
            let _ = reply.send(self.settled(false, why));
            return;
        }
        if idle && action == GatewayAction::Restart && self.restart_when_idle() {
            let _ = reply.send(self.settled(true, words::say("settled-idle")));
            return;
        }
        self.insist = anyway;
        self.waiters.push(Waiter { action, reply });
        self.live(match action {
            GatewayAction::Start => lifecycle::Event::Start,
            GatewayAction::Stop => lifecycle::Event::Stop,
            GatewayAction::Restart => lifecycle::Event::Restart,
        });
    }

    pub(super) fn shut_down(&mut self, stop: bool) {
        let again = self.quitting;
        self.quitting = true;
        let ours = self.hands.subject().is_some_and(|subject| subject.owner == Owner::Child);
        let pending = self.life.phase() == Phase::Starting && self.hands.subject().is_none();
        if stop && (ours || pending) || again {
            self.live(lifecycle::Event::Stop);
        }
    }
}
