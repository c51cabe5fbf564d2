//! Terms as text: the form in which a formula writes them.

use super::{
    Combine, Contrast, Direction, Empty, Leg, Measure, Memory, Orientation, Rank, Recency, Scaling,
    Shift, Side, Statistic, Term,
};

impl Shift {
    /// As in `psABBA`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AbBa => "ps_abba",
            Self::AbBy => "ps_abby",
            Self::AbXa => "ps_abxa",
            Self::AbXb => "ps_abxb",
            Self::AbXy => "ps_abxy",
            Self::AbAy => "ps_abay",
            Self::AbAb => "ps_abab",
        }
    }
}

impl Recency {
    /// As a formula writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Continue => "recency_continue",
            Self::Return => "recency_return",
            Self::SenderSent => "recency_send_sender",
            Self::SenderReceived => "recency_receive_sender",
            Self::ReceiverSent => "recency_send_receiver",
            Self::ReceiverReceived => "recency_receive_receiver",
        }
    }
}

impl Contrast {
    /// As a formula writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Receive => "receive",
            Self::Sum => "sum",
            Self::Average => "average",
            Self::Signed => "signed_difference",
            Self::Difference => "difference",
            Self::Same => "same",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Product => "product",
        }
    }
}

/// A name as a formula writes it: in quotes where it has other signs than words have, or
/// begins like a number.
fn quoted(name: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    if !name.is_empty() && name.chars().all(word) && !name.starts_with(digit) {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

fn degree(side: Side, direction: Direction) -> String {
    let of = match side {
        Side::Sender => "sender",
        Side::Receiver => "receiver",
        Side::Both => "dyad",
    };
    let what = match direction {
        Direction::In => "indegree",
        Direction::Out => "outdegree",
        Direction::Total => "totaldegree",
    };
    format!("{what}_{of}")
}

fn two_path(first: &Leg, second: &Leg) -> (String, Vec<String>) {
    use Orientation::{Either, In, Out};
    let name = match (first.orientation, second.orientation) {
        (Out, Out) => "otp",
        (In, In) => "itp",
        (Out, In) => "osp",
        (In, Out) => "isp",
        (Either, Either) => "shared_contact",
        (Out, Either) => "two_path_out_either",
        (In, Either) => "two_path_in_either",
        (Either, Out) => "two_path_either_out",
        (Either, In) => "two_path_either_in",
    };
    let layers = [("first", &first.layer), ("second", &second.layer)];
    let options =
        layers.iter().filter_map(|(k, l)| l.as_ref().map(|l| format!("{k} = {}", quoted(l))));
    (name.to_owned(), options.collect())
}

impl Statistic {
    /// Whether it counts events, so that `log1p` is its default scaling.
    #[must_use]
    pub fn is_count(&self) -> bool {
        matches!(
            self,
            Self::Inertia | Self::Reciprocity | Self::Degree { .. } | Self::TwoPath { .. }
        )
    }

    fn words(&self) -> (String, Vec<String>) {
        match self {
            Self::Baseline => ("baseline".into(), Vec::new()),
            Self::Inertia => ("inertia".into(), Vec::new()),
            Self::Reciprocity => ("reciprocity".into(), Vec::new()),
            Self::Degree { side, direction } => (degree(*side, *direction), Vec::new()),
            Self::TwoPath { first, second, combine } => {
                let (name, mut options) = two_path(first, second);
                if *combine == Combine::Product {
                    options.push("combine = product".into());
                }
                (name, options)
            }
            Self::Balance { friends, foes } => (
                "balance".into(),
                vec![format!("friends = {}", quoted(friends)), format!("foes = {}", quoted(foes))],
            ),
            Self::Shift(shift) => (shift.name().into(), Vec::new()),
            Self::Recency(recency) => (recency.name().into(), Vec::new()),
            Self::RecencyRank(Rank::Sent) => ("rank_sent".into(), Vec::new()),
            Self::RecencyRank(Rank::Received) => ("rank_received".into(), Vec::new()),
            Self::Attribute { name, contrast } => (contrast.name().into(), vec![quoted(name)]),
            Self::Covariate { name } => ("dyad".into(), vec![quoted(name)]),
        }
    }
}

impl Term {
    /// The term as a formula writes it; options at their defaults are left out.
    #[must_use]
    pub fn name(&self) -> String {
        let (name, mut options) = self.statistic.words();
        if let Some(layer) = &self.layer {
            options.push(format!("layer = {}", quoted(layer)));
        }
        match self.memory {
            Memory::Full => {}
            Memory::Window { length } => options.push(format!("window = {length}")),
            Memory::Interval { from, until } => options.push(format!("ages = {from}:{until}")),
            Memory::Decay { half_life } => options.push(format!("decay = {half_life}")),
        }
        if self.scaling != Self::new(self.statistic.clone()).scaling {
            let scaling = match self.scaling {
                Scaling::None => "none",
                Scaling::Log1p => "log1p",
                Scaling::Proportional { empty: Empty::Equal } => "prop",
                Scaling::Proportional { empty: Empty::Zero } => "prop_zero",
                Scaling::Standardised => "std",
            };
            options.push(format!("scaling = {scaling}"));
        }
        match self.measure {
            Measure::Weights => {}
            Measure::Events => options.push("measure = events".into()),
            Measure::Binary => options.push("measure = binary".into()),
        }
        if options.is_empty() { name } else { format!("{name}({})", options.join(", ")) }
    }
}
