//! Hears what becomes of a sign-in while its end is waited for: from the engine that runs, or from one of our own.

use std::pin::Pin;

use anyhow::{Context, Result, anyhow, bail};
use clawtender_core::sign_in::SignInView;
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, Fixed, Request},
};
use tokio::sync::watch;

use crate::{
    reach::{Engine, another, misunderstood},
    words,
};

/// What becomes of it.
pub(super) enum News {
    /// Something else is said or asked.
    View(Box<SignInView>),
    /// It is over.
    Over(Fixed),
}

/// The way on which it is heard.
pub(super) struct Line {
    begun: Pin<Box<dyn Future<Output = Result<Answer>> + Send>>,
    over: Option<Result<Answer>>,
    views: watch::Receiver<Option<SignInView>>,
}

impl Line {
    /// Asks for the sign-in, beside `engine`, which stays free for answers.
    pub(super) async fn open(engine: &Engine, paths: &Paths, order: Request) -> Result<Line> {
        let (tell, views) = watch::channel(None);
        engine.follow(paths, move |snapshot| told(&tell, snapshot.sign_in.clone())).await?;
        let begun: Pin<Box<dyn Future<Output = Result<Answer>> + Send>> = match engine {
            Engine::Own(handle) => {
                let handle = handle.clone();
                Box::pin(async move { Ok(handle.ask(order).await) })
            }
            Engine::Running(_) => {
                let mut asking = another(paths).await?;
                Box::pin(async move { asking.ask(order).await })
            }
        };
        // what there may be of an earlier one is not news
        Ok(Line { begun, over: None, views })
    }

    /// What becomes of it next.
    pub(super) async fn next(&mut self) -> Result<News> {
        loop {
            if self.over.is_none() {
                tokio::select! {
                    over = &mut self.begun => self.over = Some(over),
                    changed = self.views.changed() => {
                        changed.map_err(|_| anyhow!("Clawtender's engine ended before the sign-in was over"))?;
                        match self.views.borrow_and_update().clone() {
                            Some(view) => return Ok(News::View(Box::new(view))),
                            None => continue,
                        }
                    }
                }
            }
            return match self.over.take().context("It is over.")?? {
                Answer::Fixed(fixed) => Ok(News::Over(fixed)),
                Answer::Refused(why) => bail!(words::clean(&why, 1000)),
                _ => Err(misunderstood()),
            };
        }
    }

    /// Waits until there is something else to hear, which [`Line::next`] says.
    pub(super) async fn changed(&mut self) {
        let mut views = self.views.clone();
        tokio::select! {
            over = &mut self.begun, if self.over.is_none() => self.over = Some(over),
            _ = views.changed() => {}
        }
    }
}

/// Tells what is news; whether anybody listens. A question that still stands is not asked again.
fn told(tell: &watch::Sender<Option<SignInView>>, view: Option<SignInView>) -> bool {
    tell.send_if_modified(|known| {
        let news = *known != view;
        *known = view;
        news
    });
    !tell.is_closed()
}
