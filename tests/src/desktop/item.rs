//! One tray icon, read and clicked over the bus as a panel does it.

use std::collections::HashMap;

use zbus::{
    blocking::{Connection, Proxy, proxy::Builder},
    proxy::CacheProperties,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::until;

/// A line of the menu, as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    id: i32,
    /// What stands there.
    pub label: String,
    /// Whether it can be clicked.
    pub enabled: bool,
    /// Its check mark, where it has one.
    pub checked: Option<bool>,
    /// What it opens, where it opens a list of its own.
    pub fold: Vec<Line>,
}

/// An icon in the tray.
pub struct Item {
    icon: Proxy<'static>,
    menu: Proxy<'static>,
}

/// Width, height, and four bytes for each pixel.
type Picture = (i32, i32, Vec<u8>);
/// Number, properties, children.
type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Item {
    pub(super) fn new(bus: &Connection, owner: &str, path: String) -> Item {
        let icon = proxy(bus, owner, path, "org.kde.StatusNotifierItem");
        let menu: OwnedObjectPath = icon.get_property("Menu").unwrap();
        let menu = proxy(bus, owner, menu.to_string(), "com.canonical.dbusmenu");
        Item { icon, menu }
    }

    /// Who it says it is.
    pub fn id(&self) -> String {
        self.icon.get_property("Id").unwrap()
    }

    /// How urgent it says it is.
    pub fn status(&self) -> String {
        self.icon.get_property("Status").unwrap()
    }

    /// The text beside the pointer.
    pub fn tooltip(&self) -> String {
        let (_icon, _pictures, title, description): (String, Vec<Picture>, String, String) =
            self.icon.get_property("ToolTip").unwrap();
        format!("{title}: {description}")
    }

    /// The picture, in its largest size.
    pub fn picture(&self) -> Vec<u8> {
        let sizes: Vec<Picture> = self.icon.get_property("IconPixmap").unwrap();
        let (width, height, pixels) = sizes.into_iter().max_by_key(|(width, ..)| *width).expect("there is no picture");
        assert_eq!(pixels.len(), usize::try_from(width * height * 4).unwrap());
        pixels
    }

    /// A click on the icon itself.
    pub fn press(&self) {
        self.icon.call_method("Activate", &(0i32, 0i32)).unwrap();
    }

    /// The menu from top to bottom, without its separators.
    pub fn menu(&self) -> Vec<Line> {
        self.menu.call_method("AboutToShow", &(0i32,)).unwrap();
        self.layout()
    }

    fn layout(&self) -> Vec<Line> {
        let (_revision, (_, _, children)): (u32, Node) =
            self.menu.call("GetLayout", &(0i32, -1i32, Vec::<String>::new())).unwrap();
        children.into_iter().filter_map(line).collect()
    }

    /// The first line: how things stand.
    pub fn state(&self) -> String {
        self.layout().swap_remove(0).label
    }

    /// Waits until the first line says this.
    pub fn says(&self, state: &str) {
        let mut last = String::new();
        until(&format!("the menu to say {state:?}; it says {last:?}"), || {
            let now = self.state();
            if now != last {
                eprintln!("the menu says {now:?}");
                last.clone_from(&now);
            }
            now.starts_with(state).then_some(())
        });
    }

    /// The line with this label, as soon as there is one.
    pub fn line(&self, label: &str) -> Line {
        until(&format!("{label:?} in the menu"), || self.menu().into_iter().find(|line| line.label == label))
    }

    /// Clicks the line with this label, as soon as it can be clicked.
    pub fn click(&self, label: &str) {
        self.click_where(label, |lines| lines.into_iter().find(|line| line.label == label));
    }

    /// Clicks the line with this label in the list that the line beginning with `fold` opens.
    pub fn click_in(&self, fold: &str, label: &str) {
        self.click_where(label, |lines| {
            let lines = lines.into_iter().find(|line| line.label.starts_with(fold))?.fold;
            lines.into_iter().find(|line| line.label == label)
        });
    }

    fn click_where(&self, label: &str, find: impl Fn(Vec<Line>) -> Option<Line>) {
        until(&format!("{label:?} to be clickable"), || {
            let line = find(self.menu()).filter(|line| line.enabled)?;
            match self.menu.call_method("Event", &(line.id, "clicked", Value::from(0i32), 0u32)) {
                // the menu was drawn anew in between, and its lines have new numbers
                Err(zbus::Error::MethodError(name, ..)) if name.ends_with("InvalidArgs") => None,
                // whoever clicks Quit may get no answer
                Ok(_) | Err(_) => Some(()),
            }
        });
    }
}

/// Nothing is remembered: each question is asked anew.
fn proxy(bus: &Connection, owner: &str, path: String, interface: &'static str) -> Proxy<'static> {
    Builder::new(bus)
        .destination(owner.to_owned())
        .unwrap()
        .path(path)
        .unwrap()
        .interface(interface)
        .unwrap()
        .cache_properties(CacheProperties::No)
        .build()
        .unwrap()
}

/// `None` for a separator.
fn line(node: OwnedValue) -> Option<Line> {
    let (id, properties, children): Node = Value::from(node).try_into().expect("a menu node");
    let property = |name: &str| properties.get(name).map(|value| value.try_clone().unwrap());
    if property("type").and_then(|kind| String::try_from(kind).ok()).as_deref() == Some("separator") {
        return None;
    }
    let label = property("label").and_then(|label| String::try_from(label).ok()).unwrap_or_default();
    Some(Line {
        id,
        label: shown(&label),
        enabled: property("enabled").and_then(|enabled| bool::try_from(enabled).ok()).unwrap_or(true),
        fold: children.into_iter().filter_map(line).collect(),
        checked: property("toggle-state").and_then(|state| i32::try_from(state).ok()).map(|state| state == 1),
    })
}

/// A label as a panel shows it: one underscore marks an access key, two stand for one.
fn shown(label: &str) -> String {
    let mut text = String::new();
    let mut marks = label.chars().peekable();
    while let Some(c) = marks.next() {
        match c {
            '_' => text.extend(marks.next_if_eq(&'_')),
            c => text.push(c),
        }
    }
    text
}
