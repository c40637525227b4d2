//! The JSON Schema of the format, after its description.

use serde_json::{Map, Value, json};

use super::shape::{ENT, Field, Kind, Shape};

pub(super) fn text() -> String {
    let mut schema = table(&ENT);
    if let Value::Object(keys) = &mut schema {
        keys.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    }
    format!("{schema:#}\n")
}

fn table(shape: &Shape) -> Value {
    let fields = shape.fields.iter();
    let properties: Map<_, _> =
        fields.map(|field| (field.name.to_owned(), property(field))).collect();
    let needed = shape.fields.iter().filter(|field| field.needed);
    json!({
        "type": "object",
        "title": shape.name,
        "description": shape.doc,
        "properties": properties,
        "required": needed.map(|field| field.name).collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

fn property(field: &Field) -> Value {
    let mut value = value(&field.kind);
    if let Value::Object(keys) = &mut value {
        keys.insert("description".to_owned(), field.doc.into());
    }
    value
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Text(max) => json!({
            "type": "string", "minLength": 1, "maxLength": max, "pattern": r"^\S(.*\S)?$",
        }),
        Kind::Form(form) => {
            let look_alike = form.host.then(|| json!({ "pattern": "xn--" }));
            let mut value = json!({
                "type": "string",
                "maxLength": form.max,
                "pattern": form.pattern,
                "$comment": form.doc,
            });
            if let (Value::Object(keys), Some(not)) = (&mut value, look_alike) {
                keys.insert("not".to_owned(), not);
            }
            value
        }
        Kind::Code { list, codes } => {
            let codes: Vec<_> = codes.iter().map(|(code, _)| *code).collect();
            json!({ "enum": codes, "$comment": list })
        }
        Kind::Number(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Day => json!({
            "type": "string", "format": "date", "pattern": "^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$",
        }),
        Kind::List { of, min, max } => json!({
            "type": "array",
            "items": value(of),
            "minItems": min,
            "maxItems": max,
            "uniqueItems": true,
        }),
        Kind::Table(shape) => table(shape),
        Kind::Rows { of, min, max } => {
            json!({ "type": "array", "items": table(of), "minItems": min, "maxItems": max })
        }
        Kind::Map { of, max } => json!({
            "type": "object",
            "additionalProperties": table(of),
            "propertyNames": { "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$" },
            "minProperties": 1,
            "maxProperties": max,
        }),
    }
}
