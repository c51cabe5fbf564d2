//! The canonical text of an expression.

use super::value::{Expression, Op};
use crate::exact;
use std::fmt;

/// How tightly the outermost operator of a text binds.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binds {
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

struct Text(String, Binds);

impl Text {
    /// The text, in parentheses when it binds less than is needed.
    fn at_least(self, needed: Binds) -> String {
        match self.1 < needed {
            true => format!("({})", self.0),
            false => self.0,
        }
    }
}

fn infix(stack: &mut Vec<Text>, sign: &str, binds: Binds, right: Binds) -> Option<Text> {
    let after = stack.pop()?.at_least(right);
    let mut text = stack.pop()?.at_least(binds);
    text.push_str(sign);
    text.push_str(&after);
    Some(Text(text, binds))
}

fn call(stack: &mut Vec<Text>, name: &str, count: u32) -> Option<Text> {
    let start = stack.len().checked_sub(count as usize)?;
    let list: Vec<String> = stack.drain(start..).map(|t| t.0).collect();
    Some(Text(format!("{name}({})", list.join(", ")), Binds::Atom))
}

fn step(stack: &mut Vec<Text>, op: &Op) -> Option<Text> {
    Some(match op {
        Op::Number(n) => Text(exact::shown(n), Binds::Atom),
        Op::Name(name) => Text(name.clone(), Binds::Atom),
        Op::Negate => Text(format!("-{}", stack.pop()?.at_least(Binds::Sign)), Binds::Sign),
        Op::Add => infix(stack, " + ", Binds::Sum, Binds::Product)?,
        Op::Subtract => infix(stack, " - ", Binds::Sum, Binds::Product)?,
        Op::Multiply => infix(stack, " * ", Binds::Product, Binds::Sign)?,
        Op::Divide => infix(stack, " / ", Binds::Product, Binds::Sign)?,
        Op::Power(n) => Text(format!("{}^{n}", stack.pop()?.at_least(Binds::Atom)), Binds::Power),
        Op::Root => call(stack, "sqrt", 1)?,
        Op::Least(n) => call(stack, "min", *n)?,
        Op::Greatest(n) => call(stack, "max", *n)?,
    })
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut stack = Vec::new();
        for op in &self.ops {
            let text = step(&mut stack, op).ok_or(fmt::Error)?;
            stack.push(text);
        }
        f.write_str(&stack.pop().ok_or(fmt::Error)?.0)
    }
}
