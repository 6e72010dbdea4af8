//! A mail as other programs read it: RFC 5322 with a text and an HTML part, and the headers of a list.
//!
//! Nothing here sends anything, and nothing is random: the same letter gives the same bytes. What stands in a header
//! comes from titles and settings, so every header is encoded by lettre and holds no line break of anybody's.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};

use crate::text::date::Date;

/// A mail to a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Whom it comes from: an address, or a name with an address in `<>`.
    pub from: String,
    /// Whom it goes to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// The day it is dated by.
    pub date: Option<Date>,
    /// What tells it from all others to its list, such as `digest-2023-09-07`.
    pub name: String,
    /// What names the list for ever, like a host: `offprint-daily.example.org`.
    pub list: String,
    /// What the list is called.
    pub list_name: String,
    /// BCP 47 tag.
    pub language: String,
    /// Where the letter can be read on the web.
    pub archive: String,
    /// Where somebody joins the list, or empty.
    pub subscribe: String,
    /// Where somebody leaves it, or empty.
    pub unsubscribe: String,
    /// The letter as plain text.
    pub text: String,
    /// The letter as HTML.
    pub html: String,
}

impl Letter {
    /// The mail, ready to be sent.
    ///
    /// # Errors
    /// Says which address is none.
    pub fn message(&self) -> Result<Message, String> {
        let list = host(&self.list);
        let days = u64::try_from(self.date.map_or(0, Date::days_since_1970)).unwrap_or(0);
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(days * 24 * 60 * 60);
        let mut builder = Message::builder()
            .from(mailbox("from", &self.from)?)
            .to(mailbox("to", &self.to)?)
            .subject(line(&self.subject))
            .date(date)
            .message_id(Some(format!("<{}@{list}>", host(&self.name))));
        for (name, value) in self.headers(&list) {
            builder = builder.raw_header(HeaderValue::new(name, line(&value)));
        }
        let part = |kind: ContentType, text: &str| {
            let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
            // Quoted-printable holds any text and no `=_`, of which the boundary is made.
            let body = Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable);
            body.map(|body| SinglePart::builder().header(kind).body(body))
        };
        let parts = part(ContentType::TEXT_PLAIN, &self.text)
            .and_then(|text| Ok((text, part(ContentType::TEXT_HTML, &self.html)?)));
        let (text, html) = parts.map_err(|_| "the letter cannot be encoded".to_owned())?;
        let parts = MultiPart::alternative().boundary(format!("=_{}", host(&self.name)));
        builder.multipart(parts.singlepart(text).singlepart(html)).map_err(|error| error.to_string())
    }

    /// The headers of a list (RFC 2369, RFC 2919) and of what a program sends (RFC 3834).
    fn headers(&self, list: &str) -> Vec<(HeaderName, String)> {
        const HEADERS: [&str; 6] =
            ["List-Id", "List-Archive", "List-Subscribe", "List-Unsubscribe", "Auto-Submitted", "Content-Language"];
        let link =
            |address: &str| if address.is_empty() { String::new() } else { format!("<{}>", address_of(address)) };
        let values = [
            format!("{} <{list}>", phrase(&self.list_name)),
            link(&self.archive),
            link(&self.subscribe),
            link(&self.unsubscribe),
            "auto-generated".to_owned(),
            self.language.clone(),
        ];
        let both = HEADERS.into_iter().map(HeaderName::new_from_ascii_str).zip(values);
        both.filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// The address of somebody.
fn mailbox(role: &str, text: &str) -> Result<Mailbox, String> {
    let fine = |mailbox: &Mailbox| !text.chars().any(char::is_control) && mailbox.name.as_deref() != Some("");
    text.parse()
        .ok()
        .filter(fine)
        .ok_or_else(|| format!("`{text}` is no address for `{role}`, such as `Papers <papers@example.org>`"))
}

/// A text in one line.
fn line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name of a list before its id, as a phrase of RFC 5322: in quotes, or, where it must be encoded, without the
/// characters that end one.
fn phrase(text: &str) -> String {
    let text = line(text).replace(['<', '>', '"', '\\'], "");
    match text.is_ascii() {
        true => format!("\"{text}\""),
        false => text.replace(['(', ')', '[', ']', ':', ';', '@', ',', '.'], ""),
    }
}

/// An address within `<>`: no space, no bracket.
fn address_of(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ',' | '"')).collect()
}

/// A name of letters, digits, hyphens and dots, as stands behind an `@`.
fn host(text: &str) -> String {
    let kept = text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' });
    let kept: String = kept.collect();
    let parts: Vec<&str> = kept.split('.').map(|part| part.trim_matches('-')).filter(|part| !part.is_empty()).collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            from: "Papers <papers@example.org>".into(),
            to: "list@example.org".into(),
            subject: "Papers: 7 September 2023".into(),
            date: Date::parse("2023-09-07"),
            name: "digest-2023-09-07".into(),
            list: "papers.example.org".into(),
            list_name: "Papers".into(),
            language: "en".into(),
            archive: "https://example.org/digest/2023-09-07/".into(),
            subscribe: "https://lists.example.org/join".into(),
            unsubscribe: "mailto:leave@example.org?subject=leave".into(),
            text: "A text, also “quoted”.\n".into(),
            html: "<p>A text</p>\n".into(),
        }
    }

    fn formatted(letter: &Letter) -> String {
        String::from_utf8(letter.message().unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_letter_has_the_headers_of_a_list_and_two_parts() {
        let mail = formatted(&letter());
        for line in [
            "From: Papers <papers@example.org>",
            "To: list@example.org",
            "Subject: Papers: 7 September 2023",
            "Date: Thu, 07 Sep 2023 00:00:00 +0000",
            "Message-ID: <digest-2023-09-07@papers.example.org>",
            "List-Id: \"Papers\" <papers.example.org>",
            "List-Archive: <https://example.org/digest/2023-09-07/>",
            "List-Subscribe: <https://lists.example.org/join>",
            "List-Unsubscribe: <mailto:leave@example.org?subject=leave>",
            "Auto-Submitted: auto-generated",
            "Content-Language: en",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Type: text/html; charset=utf-8",
            "A text, also =E2=80=9Cquoted=E2=80=9D.",
            "--=_digest-2023-09-07--",
        ] {
            assert!(mail.contains(&format!("{line}\r\n")), "{line}\n{mail}");
        }
        assert_eq!(mail, formatted(&letter()), "the same letter gives the same bytes");
    }

    #[test]
    fn nobody_adds_a_header() {
        let evil = "x\r\nBcc: all@example.org\r\n\r\nbody\u{85}\u{2028}";
        let mail = formatted(&Letter {
            subject: evil.into(),
            name: evil.into(),
            list: evil.into(),
            list_name: evil.into(),
            language: evil.into(),
            archive: evil.into(),
            subscribe: evil.into(),
            unsubscribe: evil.into(),
            ..letter()
        });
        let head = mail.split("\r\n\r\n").next().unwrap();
        let names: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        assert!(names.iter().all(|name| !name.eq_ignore_ascii_case("bcc")), "{head}");
        assert_eq!(names.len(), 13, "{head}");
        for (role, address) in [("from", evil), ("to", "a@b.c\r\nBcc: d@e.f"), ("to", "A <a@b.c>\nX: y"), ("from", "")]
        {
            let mut bad = letter();
            *if role == "from" { &mut bad.from } else { &mut bad.to } = address.into();
            assert!(bad.message().is_err(), "{address:?}");
        }
    }

    #[test]
    fn a_letter_of_long_ago_is_dated_as_far_back_as_mails_can_be() {
        let old = Letter { date: Date::parse("1843-10-01"), ..letter() };
        assert!(formatted(&old).contains("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"));
    }
}
