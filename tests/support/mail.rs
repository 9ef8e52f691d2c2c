//! A mail server that speaks just enough SMTP to be sent to, and can be told to refuse.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A message as it came in.
#[derive(Debug, Clone)]
pub struct Received {
    pub to: String,
    /// Head and body as sent, encodings and all.
    pub data: String,
}

#[derive(Default)]
struct State {
    refusing: bool,
    received: Vec<Received>,
}

/// A listening server; it ends with the test's runtime.
pub struct MailServer {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let state = Arc::<Mutex<State>>::default();
        let held = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = converse(stream, &held).await;
            }
        });
        Self { port, state }
    }

    /// Its address as `SMTP_URL` says it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Whether it refuses every recipient for now.
    pub fn refuse(&self, refusing: bool) {
        self.state.lock().expect("the state").refusing = refusing;
    }

    pub fn received(&self) -> Vec<Received> {
        self.state.lock().expect("the state").received.clone()
    }
}

async fn converse(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream);
    let mut to = String::new();
    say(&mut lines, "220 ready").await?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let refusing = state.lock().expect("the state").refusing;
        let answer = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "RCPT" if refusing => "451 try again later",
            "RCPT" => {
                to = line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(to, _)| to.to_owned()).unwrap_or_default();
                "250 ok"
            }
            "DATA" => {
                say(&mut lines, "354 go on").await?;
                let received = Received { to: to.clone(), data: data(&mut lines).await? };
                state.lock().expect("the state").received.push(received);
                "250 taken"
            }
            "QUIT" => return say(&mut lines, "221 bye").await,
            _ => "250 ok",
        };
        say(&mut lines, answer).await?;
    }
}

async fn say(lines: &mut BufReader<TcpStream>, words: &str) -> std::io::Result<()> {
    lines.get_mut().write_all(format!("{words}\r\n").as_bytes()).await
}

/// Everything up to the line with a dot alone.
async fn data(lines: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await? == 0 || line.trim_end() == "." {
            return Ok(text);
        }
        text.push_str(&line);
    }
}

/// The text of a message's body, out of base64 or quoted-printable.
pub fn body(data: &str) -> String {
    let (head, body) = data.split_once("\r\n\r\n").expect("a head and a body");
    let bytes = if head.to_lowercase().contains("transfer-encoding: base64") { base64(body) } else { quoted_printable(body) };
    String::from_utf8(bytes).expect("UTF-8")
}

fn base64(body: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in body.bytes().filter_map(|byte| DIGITS.iter().position(|known| *known == byte)) {
        held = (held << 6 | u32::try_from(digit).unwrap_or(0)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xFF).unwrap_or(0));
        }
    }
    out
}

fn quoted_printable(body: &str) -> Vec<u8> {
    let joined = body.replace("=\r\n", "");
    let (mut out, mut rest) = (Vec::new(), joined.as_str());
    while let Some((before, after)) = rest.split_once('=') {
        out.extend_from_slice(before.as_bytes());
        let digits = after.get(..2).unwrap_or_default();
        out.extend(u8::from_str_radix(digits, 16).ok());
        rest = after.get(2..).unwrap_or_default();
    }
    out.extend_from_slice(rest.as_bytes());
    out
}
