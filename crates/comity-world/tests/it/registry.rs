//! Names.

use crate::support::{self, Place, add};
use comity_core::{ActorId, Code};
use comity_world::{MatchKind, Registry};

/// Made-up actors in the shape of the real difficulties.
fn registry() -> (Place, Registry) {
    let place = Place::new();
    let world = place.world();
    place.file(
        "actor.csv",
        &support::actors(&[
            (1, "NLA", "National Liberation Army", 1, "", "20", 1),
            (2, "NLA", "National Liberation Army", 1, "", "31", 5),
            (3, "Al-Nur", "The Light", 1, "", "20", 1),
            (4, "Government of Arland", "Government of Arland", 4, "", "20", 1),
            (5, "Arland", "Arland movement", 1, "", "20", 1),
            (6, "Séléna", "Union of the Hills", 1, "1", "31", 5),
            (7, "Mazbollah", "Party of the Hills", 1, "", "31", 5),
            (366, "Hezbollah", "Party of God", 1, "", "660", 2),
        ]),
    );
    place.file(
        "states.csv",
        &support::states(&[
            ("ARL", 1990, 20, "Arland"),
            ("BRD", 1990, 31, "Borduria"),
            ("LEB", 1990, 660, "Lebanon"),
        ]),
    );
    add(&world, &[place.files()]);
    let registry = world.registry().unwrap();
    (place, registry)
}

#[test]
fn ids_names_and_spellings_resolve() {
    let (_place, registry) = registry();
    for (text, id) in [
        ("366", 366),
        ("ucdp:366", 366),
        (" Hezbollah ", 366),
        ("hizbullah", 366),
        ("Hizballah", 366),
        ("حزب الله", 366),
        ("Хезболла", 366),
        ("חיזבאללה", 366),
        ("al-nur", 3),
        ("AL NUR", 3),
        ("Selena", 6),
        ("Mazbullah", 7),
        ("Union of the Hills", 6),
        ("Government of Arland", 4),
        ("Arland", 5),
        ("NLA (Borduria)", 2),
        ("NLA (americas)", 2),
        ("nla (20)", 1),
    ] {
        assert_eq!(registry.resolve(text).unwrap(), ActorId::ucdp(id), "{text}");
    }
}

#[test]
fn an_ambiguous_name_is_refused_with_its_actors() {
    let (_place, registry) = registry();
    let error = registry.resolve("NLA").unwrap_err();
    assert_eq!(error.code(), Code::AmbiguousName);
    assert_eq!(error.candidate_names(), ["NLA (Arland) [ucdp:1]", "NLA (Borduria) [ucdp:2]"]);
    assert!(error.hint_text().unwrap().contains("NLA (Arland)"));
    assert_eq!(registry.candidates("NLA").len(), 2);
    assert_eq!(registry.candidates("Al-Nur").len(), 1);
}

#[test]
fn an_unknown_name_is_refused_with_near_ones() {
    let (_place, registry) = registry();
    let error = registry.resolve("Mazbolah Brigade of Nowhere").unwrap_err();
    assert_eq!(error.code(), Code::UnknownName);
    let error = registry.resolve("Hexbollah").unwrap_err();
    assert_eq!(error.code(), Code::UnknownName);
    assert!(error.candidate_names()[0].starts_with("Hezbollah"), "{error}");
    assert_eq!(registry.resolve("99999").unwrap_err().code(), Code::UnknownName);
    assert_eq!(registry.resolve("").unwrap_err().code(), Code::UnknownName);
    assert_eq!(registry.resolve("NLA (Nowhere)").unwrap_err().code(), Code::UnknownName);
}

#[test]
fn search_ranks_kinds_of_match() {
    let (_place, registry) = registry();
    let kinds = |text: &str| {
        let hits = registry.search(text, 10);
        hits.iter().map(|h| (h.id.number(), h.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds("NLA"), [(1, MatchKind::Name), (2, MatchKind::Name)]);
    assert_eq!(kinds("Arland")[..2], [(5, MatchKind::Name), (4, MatchKind::Alias)]);
    assert_eq!(kinds("Hezb")[0], (366, MatchKind::Prefix));
    assert_eq!(kinds("hills")[..2], [(6, MatchKind::Words), (7, MatchKind::Words)]);
    assert_eq!(kinds("Hexbollah")[0], (366, MatchKind::Near));
    assert_eq!(kinds("366")[0], (366, MatchKind::Id));
    assert!(kinds("").is_empty() && kinds("?!").is_empty());
    assert_eq!(registry.search("n", 1).len(), 1);
}

#[test]
fn governments_have_a_state_number_and_groups_have_lineage() {
    let (_place, registry) = registry();
    assert_eq!(registry.gw_of(ActorId::ucdp(4)), Some(20));
    assert_eq!(registry.gw_of(ActorId::ucdp(5)), None);
    assert!(!registry.get(ActorId::ucdp(4)).unwrap().is_group());
    assert!(registry.get(ActorId::ucdp(5)).unwrap().is_group());
    assert_eq!(registry.state_name(660), Some("Lebanon"));
    let links = registry.lineage(ActorId::ucdp(6));
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].other, links[0].subject), (ActorId::ucdp(1), true));
    assert_eq!(links[0].relation, "splinter");
    assert!(!registry.lineage(ActorId::ucdp(1))[0].subject);
    assert_eq!(registry.name(ActorId::ucdp(12_345)), "");
}

#[test]
fn the_match_table_lists_unmatched_groups_too() {
    let (_place, registry) = registry();
    let rows = registry.crosswalk().unwrap();
    assert!(rows.iter().any(|r| r.accepted().is_some()));
    assert!(rows.iter().any(|r| r.actor.is_none()));
}
