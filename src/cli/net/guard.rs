//! Which addresses may be asked. Entries are strangers' work, and so are the pages that a DOI leads to: neither makes a
//! builder ask its own network.

use std::net::IpAddr;

use clap::ValueEnum;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Which addresses are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reach {
    /// Those of the public internet
    Public,
    /// Those of private networks too
    Any,
}

/// Resolves names, and lets none lead into a private network unless that is wanted.
#[derive(Debug)]
pub struct Guarded {
    reach: Reach,
    inner: DefaultResolver,
}

impl Guarded {
    /// A resolver that reaches so far.
    pub fn new(reach: Reach) -> Guarded {
        Guarded { reach, inner: DefaultResolver::default() }
    }
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        // A proxy is of one's own choosing, and stands where it has to.
        let is_proxy = config.proxy().is_some_and(|proxy| uri.host() == Some(proxy.host()));
        match self.reach == Reach::Any || is_proxy || found.iter().all(|address| is_public(address.ip())) {
            true => Ok(found),
            false => Err(ureq::Error::Other("the address is one of a private network".into())),
        }
    }
}

/// Whether a host, as an address names it, is plainly one of a private network.
pub fn is_private(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.split(':').next().unwrap_or(host),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|address| !is_public(address))
}

/// Whether an address is one of the internet (RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || ip.is_multicast())
                && !(shared || a == 0 || a >= 240 || ip.is_documentation())
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public(IpAddr::V4(ip)),
            None => {
                let first = ip.segments()[0];
                // Unique local fc00::/7, link local fe80::/10.
                !(ip.is_loopback() || ip.is_unspecified() || ip.is_multicast())
                    && first & 0xfe00 != 0xfc00
                    && first & 0xffc0 != 0xfe80
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_known() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["8.8.8.8", "172.15.0.1", "2606:4700::1111"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for host in ["localhost:80", "127.0.0.1:8080", "[::1]:80", "10.0.0.1"] {
            assert!(is_private(host), "{host}");
        }
        for host in ["export.arxiv.org", "8.8.8.8:80", "[2606:4700::1111]"] {
            assert!(!is_private(host), "{host}");
        }
    }
}
