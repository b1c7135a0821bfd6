//! Where a key stands in a JSON5 text, for people who open the file to mend it.

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{ObjectProp, Value},
    common::Ranged,
    parse_to_ast,
};

/// Line and column, both from 1, the column in characters, of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// Where the key that `path` names stands, or the nearest one around it that is there.
///
/// `None` when the text does not parse or not even the first part of the path is there.
pub(super) fn of_key(text: &str, path: &[&str]) -> Option<(u32, u32)> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()).ok()?;
    let mut value = parsed.value.as_ref()?;
    let mut found = None;
    for part in path {
        match value {
            Value::Object(object) => {
                let Some(property) = last_named(&object.properties, part) else { break };
                found = Some(property.name.start());
                value = &property.value;
            }
            Value::Array(array) => {
                let Some(element) = part.parse().ok().and_then(|index: usize| array.elements.get(index)) else { break };
                found = Some(element.start());
                value = element;
            }
            _ => break,
        }
    }
    found.map(|offset| position(text, offset))
}

/// Of a key that stands there twice, the last one counts.
fn last_named<'a, 'b>(properties: &'b [ObjectProp<'a>], name: &str) -> Option<&'b ObjectProp<'a>> {
    properties.iter().rev().find(|property| property.name.as_str() == name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_keys_in_json5() {
        let text = "// ä\n{ /* ö */ gateway: {\n\t'port': 0x10, auth: { \"token\": 'x', }, list: [+1, { a: .5 }],\n} }";
        for (path, place) in [
            (&["gateway"][..], Some((2, 11))),
            (&["gateway", "port"], Some((3, 2))),
            (&["gateway", "auth", "token"], Some((3, 24))),
            (&["gateway", "list", "1", "a"], Some((3, 54))),
            (&["gateway", "auth", "nothing"], Some((3, 16))),
            (&["gateway", "list", "9"], Some((3, 41))),
            (&["nothing"], None),
            (&[], None),
        ] {
            assert_eq!(of_key(text, path), place, "{path:?}");
        }
        assert_eq!(of_key("{ a: 1, a: 2 }", &["a"]), Some((1, 9)));
        assert_eq!(of_key("{ a: ", &["a"]), None);
    }

    proptest! {
        #[test]
        fn no_text_causes_a_panic(text in ".{0,200}", part in ".{0,5}", offset in 0_usize..300) {
            let _ = of_key(&text, &[&part]);
            let _ = position(&text, offset);
        }
    }
}
