//! The first run: whether it is still to come, and what it has to say. What its steps do are orders like any other.

use clawtender_core::{
    check::Offer,
    setup::{self, Known, SetupView},
};
use tokio::sync::oneshot;

use super::{State, settings::at_login};
use crate::{
    engine::Role,
    platform,
    protocol::{Answer, Mend},
};

impl State {
    /// Whoever has a settings file, or had a gateway that served, has used Clawtender before this was asked.
    pub(super) fn is_it_the_first_run(&mut self) {
        if self.role == Role::Resident && self.kept.get().set_up.is_none() {
            let settings = self.world.paths.settings.exists();
            self.kept.set(|record| record.set_up = Some(settings || record.proven.is_some()));
        }
    }

    /// Answers with what the first run has to say.
    pub(super) fn show_setup(&self, reply: oneshot::Sender<Answer>) {
        let (facts, findings, paths) = (self.facts.clone(), self.findings.clone(), self.world.paths.clone());
        let plan = self.plan_of_install();
        tokio::spawn(async move {
            let desk = at_login(&paths, platform::desk().await).await;
            let plan = match plan {
                Some(plan) => plan.await.ok(),
                None => None,
            };
            let plan = match plan {
                Some(Answer::Plan(lines)) => lines,
                _ => Vec::new(),
            };
            let known = Known {
                facts: &facts,
                findings: &findings,
                desk: &desk,
                plan,
                settings: paths.settings.to_string_lossy().into_owned(),
            };
            let _ = reply.send(Answer::Setup(Box::new(SetupView::of(&known))));
        });
    }

    /// What bringing an OpenClaw would do, where that is offered.
    fn plan_of_install(&self) -> Option<oneshot::Receiver<Answer>> {
        let finding = setup::offer(&self.findings)?;
        let Offer { id: fix, .. } = finding.fix.clone()?;
        let mend = Mend { finding: finding.id.clone(), subject: finding.subject.clone(), fix, agreed: true };
        let (reply, plan) = oneshot::channel();
        self.plan(&mend, reply);
        Some(plan)
    }
}
