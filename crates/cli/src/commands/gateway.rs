//! `clawtender gateway`: orders, which are answered when the gateway has settled, and a look at it.

use anyhow::Result;
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, GatewayAction, Request, Settled},
};

use super::logs;
use crate::{
    args::{Gateway, Json, Order},
    exit::Exit,
    output::{self, Page},
    reach::{Engine, misunderstood, with_engine},
    render::text,
    words::{self, MESSAGE},
};

pub(crate) async fn run(paths: &Paths, command: Gateway) -> Result<Exit> {
    match command {
        Gateway::Start { anyway, json } => {
            carry_out(paths, GatewayAction::Start, Order { anyway, when_idle: false, json }).await
        }
        Gateway::Stop { json } => {
            carry_out(paths, GatewayAction::Stop, Order { anyway: false, when_idle: false, json }).await
        }
        Gateway::Restart(order) => carry_out(paths, GatewayAction::Restart, order).await,
        Gateway::Status { json } => status(paths, json).await,
        Gateway::Logs(logs) => logs::run(paths, logs).await,
    }
}

async fn status(paths: &Paths, Json { json }: Json) -> Result<Exit> {
    let gateway = with_engine(paths, Engine::snapshot).await?.gateway;
    if json {
        output::json(&gateway)?;
    } else {
        output::say(&text::gateway(&gateway, &Page::here()))?;
    }
    Ok(Exit::Done)
}

async fn carry_out(paths: &Paths, action: GatewayAction, order: Order) -> Result<Exit> {
    let request = Request::Gateway { action, anyway: order.anyway, idle: order.when_idle };
    let answer = with_engine(paths, async |engine| engine.ask(request).await).await?;
    let Answer::Settled(settled) = answer else { return Err(misunderstood()) };
    told(&settled, order.json)
}

fn told(settled: &Settled, Json { json }: Json) -> Result<Exit> {
    let message = words::clean(&settled.message, MESSAGE);
    if json {
        output::json(settled)?;
    } else if settled.ok {
        output::say(&format!("{message}\n"))?;
    }
    if settled.ok {
        return Ok(Exit::Done);
    }
    output::note(&message);
    Ok(Exit::CouldNot)
}
