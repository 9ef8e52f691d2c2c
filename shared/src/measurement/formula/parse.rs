//! Tokens to steps, by descent with a bounded depth.

use super::lexer::{Token, tokens};
use super::{Formula, FormulaError, Function, MAX_DEPTH, MAX_LENGTH, Step};

pub(super) fn parse(text: &str) -> Result<Formula, FormulaError> {
    if text.chars().nth(MAX_LENGTH).is_some() {
        return Err(FormulaError::TooLong);
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(FormulaError::Empty);
    }
    let end = text.chars().count();
    let mut parser = Parser { tokens, next: 0, end, depth: 0, steps: Vec::new(), symbols: Vec::new() };
    parser.sum()?;
    match parser.tokens.get(parser.next) {
        Some((at, _)) => Err(FormulaError::Unexpected(*at)),
        None => Ok(Formula { text: text.to_owned(), steps: parser.steps, symbols: parser.symbols }),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
    steps: Vec<Step>,
    symbols: Vec<String>,
}

type Parsed = Result<usize, FormulaError>;

impl Parser {
    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        while let Some(sign) = self.accept(&['+', '-']) {
            let right = self.product()?;
            left = self.push(if sign == '+' { Step::Add(left, right) } else { Step::Subtract(left, right) });
        }
        Ok(left)
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.signed()?;
        while let Some(sign) = self.accept(&['*', '/']) {
            let right = self.signed()?;
            left = self.push(if sign == '*' { Step::Multiply(left, right) } else { Step::Divide(left, right) });
        }
        Ok(left)
    }

    /// Every nesting passes through here, so depth is counted here.
    fn signed(&mut self) -> Parsed {
        if self.depth == MAX_DEPTH {
            return Err(FormulaError::TooDeep(self.position()));
        }
        self.depth += 1;
        let step = match self.accept(&['+', '-']) {
            Some('-') => {
                let operand = self.signed()?;
                self.push(Step::Negative(operand))
            }
            Some(_) => self.signed()?,
            None => self.power()?,
        };
        self.depth -= 1;
        Ok(step)
    }

    fn power(&mut self) -> Parsed {
        let base = self.atom()?;
        if self.accept(&['^']).is_none() {
            return Ok(base);
        }
        let exponent = self.signed()?;
        Ok(self.push(Step::Power(base, exponent)))
    }

    fn atom(&mut self) -> Parsed {
        let (at, token) = self.tokens.get(self.next).cloned().ok_or(FormulaError::EndsEarly(self.end))?;
        self.next += 1;
        match token {
            Token::Number(text, value) => Ok(self.push(Step::Number(text, value))),
            Token::Name(name) if self.accept(&['(']).is_some() => self.call(&name, at),
            Token::Name(name) if name == "pi" => Ok(self.push(Step::Number(name, std::f64::consts::PI))),
            Token::Name(name) => {
                let symbol = self.symbol(name);
                Ok(self.push(Step::Symbol(symbol)))
            }
            Token::Sign('(') => {
                let inner = self.sum()?;
                self.close().map(|()| inner)
            }
            Token::Sign(_) => Err(FormulaError::Unexpected(at)),
        }
    }

    fn call(&mut self, name: &str, at: usize) -> Parsed {
        if matches!(name, "min" | "max") {
            let first = self.sum()?;
            self.accept(&[',']).ok_or(FormulaError::Arguments(at))?;
            let second = self.sum()?;
            self.end_of_arguments(at)?;
            return Ok(self.push(if name == "min" { Step::Min(first, second) } else { Step::Max(first, second) }));
        }
        let function = Function::named(name).ok_or(FormulaError::UnknownFunction(at))?;
        let argument = self.sum()?;
        self.end_of_arguments(at)?;
        Ok(self.push(Step::Call(function, argument)))
    }

    fn end_of_arguments(&mut self, at: usize) -> Result<(), FormulaError> {
        if self.accept(&[',']).is_some() {
            return Err(FormulaError::Arguments(at));
        }
        self.close()
    }

    fn close(&mut self) -> Result<(), FormulaError> {
        match self.accept(&[')']) {
            Some(_) => Ok(()),
            None if self.next == self.tokens.len() => Err(FormulaError::EndsEarly(self.end)),
            None => Err(FormulaError::Unexpected(self.position())),
        }
    }

    fn accept(&mut self, signs: &[char]) -> Option<char> {
        match self.tokens.get(self.next) {
            Some((_, Token::Sign(sign))) if signs.contains(sign) => {
                self.next += 1;
                Some(*sign)
            }
            _ => None,
        }
    }

    fn position(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn symbol(&mut self, name: String) -> usize {
        self.symbols.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.symbols.push(name);
            self.symbols.len() - 1
        })
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }
}

impl Function {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "sqrt" => Self::Sqrt,
            "exp" => Self::Exp,
            "ln" | "log" => Self::Ln,
            "log10" | "lg" => Self::Log10,
            "sin" => Self::Sin,
            "cos" => Self::Cos,
            "tan" => Self::Tan,
            "asin" => Self::Asin,
            "acos" => Self::Acos,
            "atan" => Self::Atan,
            "abs" => Self::Abs,
            _ => return None,
        })
    }
}
