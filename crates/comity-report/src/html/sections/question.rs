//! Section 1: the pair, the question, the headline answer and what decides it.

use crate::format::{percent, percent_range};
use crate::html::parts::{cited, name, prose};
use crate::page::{ActorRef, Answer, DomainAnswer, ForecastView, Page, Question};
use crate::svg::{IntervalRow, ruler};
use comity_core::words::{likelihood, likelihood_word};
use maud::{Markup, html};

/// The head of the page.
pub(in crate::html) fn header(page: &Page) -> Markup {
    let q = &page.question;
    html! {
        header.masthead #question {
            p.eyebrow { "Outlook " (q.window()) " · as of " (q.as_of) }
            h1 { (name(&q.a.name)) span.and { " and " } (name(&q.b.name)) }
            div.lede { (prose(&q.text)) }
        }
        @if let Some(h) = page.headline() { (headline(h)) }
        (terms(q))
    }
}

fn headline(h: &DomainAnswer) -> Markup {
    html! {
        div.headline role="group" aria-label="Headline answer" {
            p.eyebrow { (h.label()) }
            @match &h.answer {
                Answer::Forecast(f) => (forecast(h, f)),
                Answer::NoBasis { reason } => {
                    p.verdict { "No basis" }
                    div.reason { (prose(reason)) }
                    p.quiet { "The evidence does not carry a probability. This is not a forecast of no cooperation." }
                }
                Answer::NotCoded { reason } => {
                    p.verdict { "Not coded" }
                    div.reason { (prose(reason)) }
                    p.quiet { "No source looked, so nothing can be said. Not observed is not zero." }
                }
            }
        }
    }
}

fn forecast(h: &DomainAnswer, f: &ForecastView) -> Markup {
    let row = IntervalRow {
        id: "headline-ruler",
        title: h.label(),
        probability: f.probability,
        inner: Some(f.interval80),
        outer: Some(f.interval95),
        base: Some(f.base_rate),
    };
    let word = match likelihood_word(f.probability) {
        Some(w) => capital(w),
        None => capital(likelihood(f.probability)),
    };
    html! {
        div.answer {
            p.verdict { (word) }
            p.big { (percent(f.probability)) }
        }
        (ruler(&row))
        ul.key {
            li { span.sw.point {} "probability" }
            li { span.sw.inner {} "80% interval: " b { (percent_range(f.interval80.low, f.interval80.high)) } }
            li { span.sw.outer {} "95% interval: " b { (percent_range(f.interval95.low, f.interval95.high)) } }
            li { span.sw.base {} "base rate: " b { (percent(f.base_rate)) } }
        }
        p.quiet {
            "Base rate among " (name(&f.reference_class)) ". Steps of the ruler are the likelihood words of ICD 203."
        }
        @if let Some(r) = f.resolution {
            p { strong { "Resolved: " } @if r { "cooperation was recorded." } @else { "no cooperation was recorded." } }
        }
    }
}

fn terms(q: &Question) -> Markup {
    html! {
        dl.facts {
            div { dt { "As of" } dd { (q.as_of) @if let Some(r) = &q.released { ", sources released by " (name(r)) } } }
            div { dt { "Horizon" } dd { (q.horizon) @if q.horizon == 1 { " year" } @else { " years" } ": " (q.window()) } }
            div.wide { dt { "Resolved by" } dd { (cited(&q.resolution_source)) } }
            div.wide { dt { "Rule" } dd dir="auto" { (crate::text::clean(&q.resolution_rule)) } }
        }
        @if !q.background.is_empty() { (prose(&q.background)) }
        @if !q.a.also.is_empty() || !q.b.also.is_empty() {
            details.names {
                summary { "Other names and identifiers" }
                (names(&q.a)) (names(&q.b))
            }
        }
    }
}

fn names(a: &ActorRef) -> Markup {
    html! {
        p { strong { (name(&a.name)) } " " span.mono { (a.id) }
            @for n in &a.also { " · " (name(n)) } }
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
