use super::*;
use crate::exchange::{Format, Imported};

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
  <link href="http://arxiv.org/api/query?search_query%3D%26id_list%3D2309.03905" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=&amp;id_list=2309.03905</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <updated>2024-01-05T00:00:00-05:00</updated>
  <opensearch:totalResults>2</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <opensearch:itemsPerPage>2</opensearch:itemsPerPage>
  <entry>
    <id>http://arxiv.org/abs/2309.03905v3</id>
    <updated>2023-11-02T17:59:58Z</updated>
    <published>2023-09-07T17:59:45Z</published>
    <title>Tide Tables for $\ell_1$ Harbours:
  A *Star*-Shaped Approach</title>
    <summary>  We tabulate tides &amp; moorings of snake_case
harbours.
  A second paragraph is indented.
</summary>
    <author>
      <name>Wanda Okonkwo</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Institute of Mud</arxiv:affiliation>
    </author>
    <author><name>Jan van der Berg</name></author>
    <author><name>:</name></author>
    <author><name>The Harbour Collaboration</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/tides.7</arxiv:doi>
    <link title="doi" href="http://dx.doi.org/10.1000/tides.7" rel="related"/>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">9 pages,
 2 figures</arxiv:comment>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">J. Harbours 3 (2024) 1-9</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/2309.03905v3" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/2309.03905v3" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="68T50" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
  <entry>
    <id>http://arxiv.org/abs/hep-th/9901001v1</id>
    <updated>1999-01-01T04:01:02Z</updated>
    <published>1999-01-01T04:01:02Z</published>
    <title>Mud</title>
  </entry>
</feed>"#;

fn read_text(text: &str) -> Result<Imported, ReadError> {
    crate::exchange::read(text.as_bytes(), Some(Format::Arxiv), &Options::default())
}

#[test]
fn an_answer_in_full() {
    let imported = read_text(FEED).unwrap();
    let want = r#"title: 'Tide Tables for $\ell_1$ Harbours: A \*Star\*-Shaped Approach'
authors:
  - name: Wanda Okonkwo
    affiliations: [Institute of Mud]
  - Jan van der Berg
  - literal: The Harbour Collaboration
abstract: |
  We tabulate tides & moorings of snake_case harbours.

  A second paragraph is indented.
date: 2023-09-07
subjects: {arxiv: [cs.LG, cs.CL], classes: ["68T50"]}
doi: 10.1000/tides.7
arxiv: "2309.03905"
versions:
  - {version: v3, date: 2023-11-02}
extra:
  comment: 9 pages, 2 figures
  journal-ref: J. Harbours 3 (2024) 1-9
"#;
    let [first, second] = imported.records.as_slice() else { panic!("{imported:?}") };
    assert_eq!(crate::paper::write::paper(&first.paper), want);
    assert_eq!(first.source_id, "2309.03905");
    let want = "title: Mud\ndate: 1999-01-01\narxiv: hep-th/9901001\n";
    assert_eq!(crate::paper::write::paper(&second.paper), want);
    assert_eq!((total(FEED), total("<feed/>"), total("Rate exceeded.")), (Some(2), None, None));
}

#[test]
fn what_arxiv_refuses_is_told_in_its_words() {
    let text = r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry>
      <id>http://arxiv.org/api/errors#incorrect_id_format_for_1234.123</id><title>Error</title>
      <summary>incorrect id format for 1234.123</summary></entry></feed>"#;
    assert_eq!(read_text(text).unwrap_err().to_string(), "arXiv answers: incorrect id format for 1234.123");
    let empty = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title></feed>"#;
    assert_eq!(read_text(empty), Ok(Imported::default()));
}

#[test]
fn what_is_no_answer_is_told_with_its_place() {
    let error = |text: &str| read_text(text).unwrap_err().to_string();
    assert_eq!(error("<feed>\n  <a></b>\n</feed>"), "line 2, column 6: expected 'a' tag, not 'b'");
    assert_eq!(error(""), "line 1, column 1: the document does not have a root node");
    assert!(error("Rate exceeded.").starts_with("line 1, column 1: "));
    let html = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>";
    assert!(error(html).contains("found an XML document `html`"), "{}", error(html));
    let bomb = "<!DOCTYPE f [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><feed>&b;</feed>";
    assert!(error(bomb).contains("XML with DTD detected"), "{}", error(bomb));
    assert!(error("<feed xmlns=\"http://www.w3.org/2005/Atom\">&evil;</feed>").contains("unknown entity reference"));
}

#[test]
fn an_entry_without_a_title_is_left_out() {
    let text = FEED.replace("<title>Mud</title>", "");
    let imported = read_text(&text).unwrap();
    assert_eq!(imported.skipped, ["line 39: it has no title"]);
    assert_eq!(imported.records.len(), 1);
}

#[test]
fn no_damage_makes_it_panic() {
    for cut in (0..FEED.len()).filter(|at| FEED.is_char_boundary(*at)) {
        let _ = read_text(&FEED[..cut]);
        let _ = read_text(&FEED[cut..]);
    }
    for (from, to) in
        [("<name>", "<nome>"), ("term=", "turm="), ("v3", "v99999999999"), ("&amp;", "&#x41;"), ("2023", "")]
    {
        let _ = read_text(&FEED.replace(from, to));
    }
    let deep = "<entry xmlns=\"http://www.w3.org/2005/Atom\">".to_owned() + &"<a>".repeat(50_000);
    assert!(read_text(&deep).is_err());
    let deep = deep + "x" + &"</a>".repeat(50_000) + "</entry>";
    assert!(read_text(&deep).is_ok_and(|imported| imported.records.is_empty()));
}

#[test]
fn it_is_known_by_its_first_element() {
    for text in ["<feed>", " <?xml version='1.0'?>\n<!-- a --><feed xmlns=''>", "\u{feff}<entry\n>"] {
        assert!(is_text(text), "{text}");
    }
    for text in ["", "<feedback>", "<html>", "<!-- <feed>", "@article{a,}", "[{}]"] {
        assert!(!is_text(text), "{text}");
    }
}

#[test]
fn what_an_abstract_cites_is_not_taken_for_the_file() {
    let text = FEED.replace("9 pages,", "cite it as @article{mud, title = {Mud}},");
    let imported = crate::exchange::read(text.as_bytes(), None, &Options::default()).unwrap();
    assert_eq!((imported.records.len(), imported.records[0].paper.arxiv.as_str()), (2, "2309.03905"));
}

#[test]
fn categories_have_their_form() {
    for text in ["cs.CL", "hep-th", "math.GT", "cond-mat.mtrl-sci", "q-bio.NC", "stat"] {
        assert!(is_category(text), "{text}");
    }
    for text in ["", "cs.", "CS.CL", "cs.CL OR cat:cs.LG", "68T50", "I.2.7", "cs.CL&start=1"] {
        assert!(!is_category(text), "{text}");
    }
}
