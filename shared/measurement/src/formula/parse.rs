//! Text to steps, by winnow's parser for operators with precedence. Positions are counted in characters, nesting in depth.

use winnow::Parser;
use winnow::combinator::{Infix, Prefix, alt, expression, opt};
use winnow::error::{ErrMode, ParserError};
use winnow::stream::{LocatingSlice, Location, Stateful, Stream};
use winnow::token::{any, one_of, take_while};

use super::{Formula, FormulaError, Function, MAX_DEPTH, MAX_LENGTH, Step};

/// How tightly operators bind, as on paper: −x² is −(x²), and 8/−2/2 is (8/(−2))/2.
const SUM: i64 = 2;
const PRODUCT: i64 = 4;
const SIGN: i64 = 6;
const POWER: i64 = 8;

impl Formula {
    /// Reads a formula. `^` and `**` are powers and bind tighter than a sign (`-x^2` is −(x²)), from right to left.
    ///
    /// # Errors
    /// Names what is wrong and at which character.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        parse(text)
    }
}

fn parse(text: &str) -> Result<Formula, FormulaError> {
    if text.chars().nth(MAX_LENGTH).is_some() {
        return Err(FormulaError::TooLong);
    }
    if text.trim().is_empty() {
        return Err(FormulaError::Empty);
    }
    let mut input = Input { input: LocatingSlice::new(text), state: Built::default() };
    let whole = |input: &mut Input<'_>| {
        sum(input)?;
        spaces(input)?;
        if input.eof_offset() == 0 { Ok(()) } else { Err(fault(input.current_token_start(), FormulaError::Unexpected)) }
    };
    match whole(&mut input) {
        Ok(()) => Ok(Formula { text: text.to_owned(), steps: input.state.steps, symbols: input.state.symbols }),
        Err(ErrMode::Backtrack(fault) | ErrMode::Cut(fault)) => Err((fault.what)(text[..fault.at].chars().count())),
        Err(ErrMode::Incomplete(_)) => Err(FormulaError::EndsEarly(text.chars().count())),
    }
}

type Input<'a> = Stateful<LocatingSlice<&'a str>, Built>;
type Parsed<T> = Result<T, ErrMode<Fault>>;

/// What has been read so far. An operand is the place of its step.
#[derive(Debug, Default)]
struct Built {
    depth: usize,
    steps: Vec<Step>,
    symbols: Vec<String>,
}

impl Built {
    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    fn symbol(&mut self, name: &str) -> usize {
        self.symbols.iter().position(|known| known == name).unwrap_or_else(|| {
            self.symbols.push(name.to_owned());
            self.symbols.len() - 1
        })
    }
}

/// What is wrong, and at which byte.
#[derive(Debug)]
struct Fault {
    at: usize,
    what: fn(usize) -> FormulaError,
}

impl ParserError<Input<'_>> for Fault {
    type Inner = Self;

    fn from_input(input: &Input<'_>) -> Self {
        let what = if input.eof_offset() == 0 { FormulaError::EndsEarly } else { FormulaError::Unexpected };
        Self { at: input.current_token_start(), what }
    }

    fn into_inner(self) -> Result<Self::Inner, Self> {
        Ok(self)
    }
}

/// An end to all trying: no other reading of the text can help.
fn fault(at: usize, what: fn(usize) -> FormulaError) -> ErrMode<Fault> {
    ErrMode::Cut(Fault { at, what })
}

fn spaces(input: &mut Input<'_>) -> Parsed<()> {
    take_while(0.., char::is_whitespace).void().parse_next(input)
}

fn sum(input: &mut Input<'_>) -> Parsed<usize> {
    expression(operand).prefix(prefix).infix(infix).parse_next(input)
}

/// Goes one level deeper; who has read what stands there goes up again.
fn deeper(input: &mut Input<'_>, at: usize) -> Parsed<()> {
    if input.state.depth == MAX_DEPTH {
        return Err(fault(at, FormulaError::TooDeep));
    }
    input.state.depth += 1;
    Ok(())
}

fn prefix<'a>(input: &mut Input<'a>) -> Parsed<Prefix<Input<'a>, usize, ErrMode<Fault>>> {
    spaces(input)?;
    let at = input.current_token_start();
    let sign = one_of(['+', '-', '\u{2212}']).parse_next(input)?;
    deeper(input, at)?;
    Ok(if sign == '+' { Prefix(SIGN, positive) } else { Prefix(SIGN, negative) })
}

fn positive(input: &mut Input<'_>, operand: usize) -> Parsed<usize> {
    input.state.depth -= 1;
    Ok(operand)
}

fn negative(input: &mut Input<'_>, operand: usize) -> Parsed<usize> {
    input.state.depth -= 1;
    Ok(input.state.push(Step::Negative(operand)))
}

fn infix<'a>(input: &mut Input<'a>) -> Parsed<Infix<Input<'a>, usize, ErrMode<Fault>>> {
    spaces(input)?;
    let at = input.current_token_start();
    let raised = opt(alt(("**", "^"))).parse_next(input)?.is_some();
    if raised {
        // Nothing binds tighter, so that a power that was read is never given back.
        deeper(input, at)?;
        return Ok(Infix::Right(POWER, power));
    }
    let sign = one_of(['+', '-', '\u{2212}', '*', '·', '×', '⋅', '/']).parse_next(input)?;
    Ok(match sign {
        '+' => Infix::Left(SUM, |input, a, b| Ok(input.state.push(Step::Add(a, b)))),
        '-' | '\u{2212}' => Infix::Left(SUM, |input, a, b| Ok(input.state.push(Step::Subtract(a, b)))),
        '/' => Infix::Left(PRODUCT, |input, a, b| Ok(input.state.push(Step::Divide(a, b)))),
        _ => Infix::Left(PRODUCT, |input, a, b| Ok(input.state.push(Step::Multiply(a, b)))),
    })
}

fn power(input: &mut Input<'_>, base: usize, exponent: usize) -> Parsed<usize> {
    input.state.depth -= 1;
    Ok(input.state.push(Step::Power(base, exponent)))
}

fn operand(input: &mut Input<'_>) -> Parsed<usize> {
    spaces(input)?;
    alt((number, named, bracket)).parse_next(input)
}

fn number(input: &mut Input<'_>) -> Parsed<usize> {
    let at = input.current_token_start();
    let exponent = (one_of(['e', 'E']), opt(one_of(['+', '-'])), take_while(0.., '0'..='9'));
    let text = (take_while(1.., ('0'..='9', '.')), opt(exponent)).take().parse_next(input)?;
    match text.parse::<f64>() {
        // A number too small to be one is not nought.
        Ok(value) if value.is_finite() && (value != 0.0 || is_nought(text)) => {
            Ok(input.state.push(Step::Number(text.replace('E', "e"), value)))
        }
        _ => Err(fault(at, FormulaError::Number)),
    }
}

/// Whether a number as written is nought, whatever its exponent.
fn is_nought(text: &str) -> bool {
    text.chars().take_while(|c| !matches!(c, 'e' | 'E')).all(|c| matches!(c, '0' | '.'))
}

fn named(input: &mut Input<'_>) -> Parsed<usize> {
    let at = input.current_token_start();
    let first = one_of(|c: char| c.is_alphabetic() || c == '_');
    let name = (first, take_while(0.., |c: char| c.is_alphanumeric() || c == '_')).take().parse_next(input)?;
    if opened(input)? {
        return call(input, name, at);
    }
    let step = if Formula::is_constant(name) {
        Step::Number(name.to_owned(), std::f64::consts::PI)
    } else {
        Step::Symbol(input.state.symbol(name))
    };
    Ok(input.state.push(step))
}

fn call(input: &mut Input<'_>, name: &str, at: usize) -> Parsed<usize> {
    let two = match name {
        "min" => Some(Step::Min as fn(usize, usize) -> Step),
        "max" => Some(Step::Max as fn(usize, usize) -> Step),
        _ => None,
    };
    if let Some(two) = two {
        let first = inner(input, at)?;
        if !accept(input, ',')? {
            return Err(fault(at, FormulaError::Arguments));
        }
        let second = inner(input, at)?;
        end_of_arguments(input, at)?;
        return Ok(input.state.push(two(first, second)));
    }
    let function = Function::named(name).ok_or_else(|| fault(at, FormulaError::UnknownFunction))?;
    let argument = inner(input, at)?;
    end_of_arguments(input, at)?;
    Ok(input.state.push(Step::Call(function, argument)))
}

fn bracket(input: &mut Input<'_>) -> Parsed<usize> {
    let at = input.current_token_start();
    any.verify(|c| *c == '(').parse_next(input)?;
    let inside = inner(input, at)?;
    close(input)?;
    Ok(inside)
}

/// What stands within brackets: whatever is wrong there is wrong for good.
fn inner(input: &mut Input<'_>, at: usize) -> Parsed<usize> {
    deeper(input, at)?;
    let inside = sum(input).map_err(ErrMode::cut)?;
    input.state.depth -= 1;
    Ok(inside)
}

fn end_of_arguments(input: &mut Input<'_>, at: usize) -> Parsed<()> {
    if accept(input, ',')? {
        return Err(fault(at, FormulaError::Arguments));
    }
    close(input)
}

fn opened(input: &mut Input<'_>) -> Parsed<bool> {
    accept(input, '(')
}

fn close(input: &mut Input<'_>) -> Parsed<()> {
    if accept(input, ')')? { Ok(()) } else { Err(ErrMode::Cut(Fault::from_input(input))) }
}

fn accept(input: &mut Input<'_>, sign: char) -> Parsed<bool> {
    spaces(input)?;
    Ok(opt(sign).parse_next(input)?.is_some())
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
