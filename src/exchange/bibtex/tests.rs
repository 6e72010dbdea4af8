use super::*;
use crate::exchange::{Format, Imported};

fn import(text: &str) -> Imported {
    crate::exchange::read(text.as_bytes(), None, &Options::default()).unwrap()
}

fn written(text: &str) -> String {
    let mut imported = import(text);
    assert_eq!(imported.skipped, [""; 0]);
    crate::paper::write::paper(&imported.records.remove(0).paper)
}

#[test]
fn a_record_in_full() {
    let text = r#"
@String(nips = "Advances in " # {Neural Information Processing})
@inproceedings{vaswani2017attention,
  title     = {{{Attention} is {All} You {NEED}: On {\'E}tudes of {$\ell_1$}}},
  author    = "Vaswani, Ashish and van den Berg, Rianne and {Google Brain} and others",
  booktitle = nips,
  series    = {NeurIPS},
  volume    = 30,
  year      = 2017,
  month     = dec,
  pages     = {5998--6008},
  address   = {Long Beach},
  publisher = {Curran},
  doi       = {https://doi.org/10.1000/a\_b},
  url       = {https://example.org/x_y.pdf},
  code      = {https://github.com/a/b},
  keywords  = {attention, {sequence models}, attention},
  abstract  = {We \emph{show} 5\% \& \$3.

               Then more.},
  langid    = {ngerman},
  note      = {Oral},
  selected  = {true},
}"#;
    let want = r#"title: 'Attention is {All} You NEED: On Études of $\ell_1$'
language: de
authors:
  - Ashish Vaswani
  - Rianne van den Berg
  - literal: Google Brain
et-al: true
abstract: |
  We *show* 5% & \$3.

  Then more.
date: 2017-12
keywords: [attention, sequence models]
venue: advances-in-neural-information-processing
volume: "30"
pages: 5998-6008
series: NeurIPS
publisher: Curran
event: {place: Long Beach}
doi: 10.1000/a_b
links:
  pdf: https://example.org/x_y.pdf
  code: https://github.com/a/b
extra:
  note: Oral
  selected: "true"
"#;
    assert_eq!(written(text), want);
    let record = import(text).records.remove(0);
    assert_eq!(
        (record.source_id.as_str(), record.venue.unwrap().container.as_str()),
        ("vaswani2017attention", "Advances in Neural Information Processing")
    );
}

#[test]
fn types_and_preprints() {
    let kind = |text: &str| {
        let paper = import(text).records.remove(0).paper;
        (paper.kind.map_or("-", |kind| kind.word()).to_owned(), paper.arxiv, paper.publisher)
    };
    let t = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(kind("@article{a, title={T}, journal={arXiv preprint arXiv:2309.03905}}"), t("-", "2309.03905", ""));
    assert_eq!(
        kind("@article{DBLP:journals/corr/x, title={T}, journal={CoRR}, volume={abs/1706.03762}}"),
        t("-", "1706.03762", "")
    );
    assert_eq!(
        kind("@misc{a, title={T}, eprint={2309.03905v2}, archivePrefix={arXiv}, primaryClass={cs.CL}}"),
        t("-", "2309.03905", "")
    );
    assert_eq!(kind("@online{a, title={T}, pubstate={prepublished}}"), t("-", "", ""));
    assert_eq!(kind("@misc{a, title={T}, howpublished={\\url{https://x.org}}}"), t("other", "", ""));
    assert_eq!(kind("@mastersthesis{a, title={T}, school={ETH}}"), t("thesis", "", "ETH"));
    assert_eq!(kind("@techreport{a, title={T}, institution={RAND}, number={7}}"), t("report", "", "RAND"));
    assert_eq!(kind("@article{a, title={T}, journal={Nature}}"), t("article", "", ""));
}

#[test]
fn what_is_broken_is_told_by_its_line_and_costs_nothing_else() {
    let imported = import(
        "@comment{none}\n@article{a, title={A}}\n\n@article{b,\n  title={B}\n  year=2000}\n@misc{c, year={1}}\n@misc{d, title={D}",
    );
    assert_eq!(imported.records.len(), 1);
    let want = [
        "line 6: it cannot be read: expected comma",
        "line 7 (`c`): it has no title",
        "line 8: a brace is opened and never closed",
    ];
    assert_eq!(imported.skipped, want);
}

#[test]
fn records_take_over_what_others_say() {
    let text = "@inproceedings{p, title={P}, crossref={V}, pages={1}}
        @proceedings{v, title={Proceedings of V}, year={2001}, editor={Ed Itor}, xdata={pub}}
        @xdata{pub, publisher={ACM}}
        @incollection{q, title={Q}, crossref={nowhere}}
        @incollection{r, title={R}, crossref={r}}";
    let imported = import(text);
    assert_eq!(imported.records.len(), 3);
    let paper = &imported.records[0].paper;
    assert_eq!((paper.publisher.as_str(), paper.editors.len(), paper.date.unwrap().year()), ("ACM", 1, 2001));
    assert_eq!(imported.records[0].venue.as_ref().unwrap().container, "Proceedings of V");
    assert_eq!(imported.records[1].paper.extra["crossref"], "nowhere");
    assert_eq!(
        imported.skipped[0],
        "line 2 (`v`): it tells where 1 record appeared, which have taken over what it says"
    );
}

#[test]
fn nothing_is_lost() {
    let text = "@misc{a+b, title={T}, journal={J}, booktitle={B}, eprint={77}, eprinttype={jstor}, url={here}, pdf={a.pdf}, howpublished={Talk at X}, year={soon}}";
    let paper = import(text).records.remove(0).paper;
    let kept = serde_json::to_string(&paper.extra).unwrap();
    for word in ["a+b", "\"J\"", "\"B\"", "77", "jstor", "here", "a.pdf", "soon"] {
        assert!(kept.contains(word) || paper.container.contains(word), "{word} is not in {kept}");
    }
    assert_eq!(paper.container, "Talk at X");
}

#[test]
fn files_of_this_format_are_known() {
    let known = |text: &str| Format::of_text(text);
    assert_eq!(known("% mine\n@Article {a, title={A}}"), Some(Format::Bibtex));
    assert_eq!(known("@string{a = {b}}"), None);
    assert_eq!(known("Write to me@example.org (now)"), None);
    let latin = b"@misc{a, title={Caf\xe9 \x96 bar}}";
    let paper = crate::exchange::read(latin, None, &Options::default()).unwrap().records.remove(0).paper;
    assert_eq!(paper.title.source, "Café – bar");
}

#[test]
fn references_in_circles_come_to_an_end() {
    let many = vec!["a"; 500].join(",");
    let text = format!(
        "@xdata{{a, xdata={{b,{many}}}, publisher={{P}}}} @xdata{{b, xdata={{{many}}}, note={{N}}}} @misc{{c, title={{C}}, xdata={{{many}}}}}"
    );
    let paper = import(&text).records.remove(0).paper;
    assert_eq!((paper.publisher.as_str(), &paper.extra["note"]), ("P", &"N".into()));
}
