//! Text to tokens, each with the character it begins at.

use super::FormulaError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(String, f64),
    Name(String),
    /// One of `+ - * / ^ ( ) ,`.
    Sign(char),
}

pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, FormulaError> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let c = chars[at];
        let token = if c.is_whitespace() {
            at += 1;
            continue;
        } else if c.is_ascii_digit() || c == '.' {
            number(&chars, &mut at)?
        } else if c.is_alphabetic() || c == '_' {
            Token::Name(take(&chars, &mut at, |c| c.is_alphanumeric() || c == '_'))
        } else {
            Token::Sign(sign(&chars, &mut at)?)
        };
        out.push((start, token));
    }
    Ok(out)
}

fn take(chars: &[char], at: &mut usize, belongs: impl Fn(char) -> bool) -> String {
    let start = *at;
    while chars.get(*at).is_some_and(|&c| belongs(c)) {
        *at += 1;
    }
    chars[start..*at].iter().collect()
}

fn number(chars: &[char], at: &mut usize) -> Result<Token, FormulaError> {
    let start = *at;
    let mut text = take(chars, at, |c| c.is_ascii_digit() || c == '.');
    if chars.get(*at).is_some_and(|c| matches!(c, 'e' | 'E')) {
        *at += 1;
        text.push('e');
        if let Some(&sign) = chars.get(*at).filter(|c| matches!(c, '+' | '-')) {
            text.push(sign);
            *at += 1;
        }
        text.push_str(&take(chars, at, |c| c.is_ascii_digit()));
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Token::Number(text, value)),
        _ => Err(FormulaError::Number(start)),
    }
}

fn sign(chars: &[char], at: &mut usize) -> Result<char, FormulaError> {
    let c = chars[*at];
    *at += 1;
    match c {
        '*' if chars.get(*at) == Some(&'*') => {
            *at += 1;
            Ok('^')
        }
        '*' | '·' | '×' | '⋅' => Ok('*'),
        '-' | '\u{2212}' => Ok('-'),
        '+' | '/' | '^' | '(' | ')' | ',' => Ok(c),
        _ => Err(FormulaError::Unexpected(*at - 1)),
    }
}
