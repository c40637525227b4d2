//! `guardianship.edge` and `guardianship.story`.

use ent_core::person::{AafRelation, Edge, Guardianship, Settlement};
use ent_core::{BirthDate, Coded, Day, GuardianId, Instant, Lang, PupilId, SubjectId};
use serde_json::{Value, json};

use crate::{Fault, Read, code, story};

pub(crate) fn edge(case: &Value) -> Result<Value, Fault> {
    let relation = AafRelation::parse(case.text("text")?).map_err(code)?;
    let Edge { link, standing, financial, contact, payment } = relation.edge;
    Ok(json!({
        "guardian": relation.guardian.as_str(),
        "link": link.code(),
        "label": link.label(Lang::Fr),
        "standing": standing.code(),
        "financial": financial,
        "contact": contact,
        "payment": payment,
        "text": relation.to_string(),
    }))
}

pub(crate) fn play(case: &Value) -> Result<Value, Fault> {
    let mut graph = Guardianship::new();
    let mut refused = Vec::new();
    for call in case.list("calls")? {
        let done = take(&mut graph, call);
        match done {
            Ok(()) => refused.push(Value::Null),
            Err(Fault::Code(code)) => refused.push(json!(code)),
            Err(shape) => return Err(shape),
        }
        let stored = graph.to_json();
        if Guardianship::from_json(stored.as_bytes()).as_ref() != Ok(&graph) {
            return Err(Fault::Shape("the stored form is read as another".to_owned()));
        }
    }
    let account = SubjectId::parse(case.text("account")?).map_err(code)?;
    let child = PupilId::parse(case.text("child")?).map_err(code)?;
    let children: Vec<_> = graph.children(&account).map(|(child, _)| child.as_str()).collect();
    let guardians: Vec<_> = graph
        .guardians_of(&child)
        .map(|(guardian, edge)| json!([guardian.as_str(), edge.standing.code()]))
        .collect();
    let disputes: Vec<_> = graph
        .disputes()
        .map(|(guardian, child, dispute)| {
            json!([guardian.as_str(), child.as_str(), dispute.by.as_str()])
        })
        .collect();
    Ok(json!({
        "refused": refused,
        "guardian": graph.guardian_of(&account).map(GuardianId::as_str),
        "children": children,
        "displayed": graph.displayed(&account).map(PupilId::as_str),
        "guardians": guardians,
        "may_act": graph.may_act_for(&account, &child),
        "disputes": disputes,
    }))
}

fn take(graph: &mut Guardianship, call: &Value) -> Result<(), Fault> {
    let (verb, with) = story::verb(call)?;
    let guardian = |key| GuardianId::parse(with.text(key)?).map_err(code);
    let account = || SubjectId::parse(with.text("account")?).map_err(code);
    let child = || PupilId::parse(with.text("child")?).map_err(code);
    let settle = |graph: &mut Guardianship, how| {
        graph.settle(&guardian("guardian")?, &child()?, how).map_err(code)
    };
    match verb {
        "guardian" => done(graph.add_guardian(guardian("guardian")?)),
        "forget" => done(graph.remove_guardian(&guardian("guardian")?)),
        "attach" => done(graph.attach(account()?, &guardian("guardian")?)),
        "detach" => done(graph.detach(&account()?)),
        "add" | "update" => {
            let relation = AafRelation::parse(with.text("relation")?).map_err(code)?;
            done(if verb == "add" {
                graph.add(&relation.guardian, child()?, relation.edge)
            } else {
                graph.update(&relation.guardian, &child()?, relation.edge)
            })
        }
        "own" => {
            let born = BirthDate::parse(with.text("born")?).map_err(code)?;
            let on = Day::parse(with.text("on")?).map_err(code)?;
            let edge = Edge::own_guardian(born.majority(on, with.flag("early")?)).map_err(code)?;
            done(graph.add(&guardian("guardian")?, child()?, edge))
        }
        "remove" => done(graph.remove(&guardian("guardian")?, &child()?)),
        "dispute" => {
            let at = Instant::parse(with.text("at")?).map_err(code)?;
            done(graph.dispute(&account()?, &child()?, at))
        }
        "uphold" => settle(graph, Settlement::Uphold),
        "restore" => settle(graph, Settlement::Restore),
        "merge" => done(graph.merge(&guardian("kept")?, &guardian("gone")?)),
        "display" => done(graph.display(&account()?, &child()?)),
        "load" => {
            let text = with.text("json")?;
            *graph = Guardianship::from_json(text.as_bytes()).map_err(code)?;
            Ok(())
        }
        other => Err(Fault::Shape(format!("call `{other}`"))),
    }
}

fn done(result: Result<(), impl Coded>) -> Result<(), Fault> {
    result.map_err(code)
}
