//! A mail on its way to a server, by SMTP. The server and the password come from the environment, never from a file.
//!
//! The connection is encrypted, and the server's certificate must be one that browsers know. The one exception is a
//! server on this machine, for tests and relays, and it has to be asked for.

use std::time::Duration;

use lettre::{Message, SmtpTransport, Transport as _};

/// The variable that names the server.
pub const VARIABLE: &str = "OFFPRINT_SMTP_URL";

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends a mail.
///
/// # Errors
/// Where no server is named, its address is none, or it does not take the mail.
pub fn send(message: &Message) -> Result<(), String> {
    let url = std::env::var(VARIABLE).unwrap_or_default();
    if url.is_empty() {
        return Err(format!("no server is named: set {VARIABLE}, such as smtps://user:password@mail.example.org"));
    }
    let transport = SmtpTransport::from_url(&secured(&url)?).map_err(|error| unusable(&error.to_string()))?;
    let transport = transport.timeout(Some(PATIENCE)).build();
    transport.send(message).map(drop).map_err(|error| format!("the mail was not sent: {error}"))
}

/// The address of a server as lettre takes it: encrypted, unless it is on this machine and asks not to be.
///
/// # Errors
/// Says what is wrong with the address, without the password that may stand in it.
fn secured(url: &str) -> Result<String, String> {
    let (scheme, rest) = url.split_once("://").ok_or_else(|| unusable("it has no scheme"))?;
    let (server, query) = rest.split_once('?').map_or((rest, None), |(server, query)| (server, Some(query)));
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) || rest.contains('#') {
        return Err(unusable("it holds a character that must be percent-encoded"));
    }
    let server = server.split('/').next().unwrap_or(server);
    let host = server.rsplit_once('@').map_or(server, |(_, host)| host);
    let host = host.strip_prefix("[::1]").map_or_else(|| host.split(':').next().unwrap_or(host), |_| "[::1]");
    if host.is_empty() {
        return Err(unusable("it names no host"));
    }
    let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match (scheme, query) {
        ("smtps", None) => Ok(format!("smtps://{server}")),
        ("smtp", None | Some("tls=required")) => Ok(format!("smtp://{server}?tls=required")),
        ("smtp", Some("tls=none")) if is_local => Ok(format!("smtp://{server}")),
        ("smtp", Some("tls=none")) => Err(unusable("only a server on this machine may go without encryption")),
        ("smtp" | "smtps", Some(_)) => Err(unusable("the one thing that can follow a `?` is `tls=none`")),
        _ => Err(unusable("its scheme is neither smtps nor smtp")),
    }
}

fn unusable(why: &str) -> String {
    format!("{VARIABLE} cannot be used: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_encrypted_unless_it_stays_on_this_machine() {
        for (url, wanted) in [
            ("smtps://u:p@mail.example.org", "smtps://u:p@mail.example.org"),
            ("smtps://u:p@mail.example.org:465", "smtps://u:p@mail.example.org:465"),
            ("smtp://u:p@mail.example.org:587", "smtp://u:p@mail.example.org:587?tls=required"),
            ("smtp://mail.example.org?tls=required", "smtp://mail.example.org?tls=required"),
            ("smtp://localhost:25", "smtp://localhost:25?tls=required"),
            ("smtp://localhost:1025?tls=none", "smtp://localhost:1025"),
            ("smtp://127.0.0.1:1025?tls=none", "smtp://127.0.0.1:1025"),
            ("smtp://[::1]:1025?tls=none", "smtp://[::1]:1025"),
        ] {
            assert_eq!(secured(url).as_deref(), Ok(wanted), "{url}");
        }
        for url in [
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp://u:p@",
            "smtp://mail.example.org?tls=none",
            "smtp://u:p@mail.example.org?tls=none",
            "smtp://localhost@mail.example.org?tls=none",
            "smtp://localhost:25@mail.example.org?tls=none",
            "smtp://localhost.example.org?tls=none",
            "smtp://mail.example.org/@localhost?tls=none",
            "smtp://mail.example.org#@localhost?tls=none",
            "smtp://mail.example.org?tls=opportunistic",
            "smtps://localhost?tls=none",
            "smtp://localhost ?tls=none",
        ] {
            let error = secured(url).unwrap_err();
            assert!(
                error.starts_with("OFFPRINT_SMTP_URL cannot be used: ") && !error.contains("u:p"),
                "{url}: {error}"
            );
        }
    }

    #[test]
    fn a_server_that_lettre_cannot_use_is_told_without_its_password() {
        assert!(SmtpTransport::from_url(&secured("smtp://u:p@mail.example.org").unwrap()).is_ok());
        assert!(SmtpTransport::from_url(&secured("smtp://localhost:1025?tls=none").unwrap()).is_ok());
    }
}
