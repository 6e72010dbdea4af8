use super::*;

fn schema(shape: Shape) -> Value {
    shape.or_nothing(&Vocabulary::default())
}

fn words(closed: bool) -> Vocabulary {
    let list = vec![("tides".to_owned(), "Tides".to_owned()), ("mud".to_owned(), String::new())];
    let names = Names { list, former: vec!["ebb".to_owned()], closed };
    Vocabulary { names: BTreeMap::from([("topic", names)]), allowed: BTreeSet::new() }
}

const TOPIC: Shape = Shape::Name("topic", &Shape::Identifier);

#[test]
fn what_differs_in_type_is_one_schema() {
    assert_eq!(schema(Shape::Text), json!({"type": ["string", "integer", "null"]}));
    assert_eq!(schema(Shape::Boolean), json!({"type": ["boolean", "null"]}));
    assert_eq!(
        schema(Shape::Several(&Shape::Identifier)),
        json!({"type": ["array", "string", "null"], "items": {"type": "string"}})
    );
    assert_eq!(
        schema(Shape::Date),
        json!({
            "type": ["string", "integer", "null"], "pattern": DATE.pattern, "errorMessage": DATE.wanted,
            "minimum": 1, "maximum": 9999,
        })
    );
}

#[test]
fn what_does_not_is_a_choice() {
    assert_eq!(
        schema(Shape::Word(&["open", "shut"])),
        json!({"anyOf": [{"enum": ["open", "shut"]}, {"type": ["string", "null"], "pattern": PADDED}]})
    );
    assert_eq!(schema(Shape::OneOf(&[Shape::Text, Shape::Filled]))["anyOf"][1]["pattern"], r"\S");
    assert_eq!(schema(Shape::OneOf(&[Shape::Text, Shape::Anything])), json!({}));
}

#[test]
fn a_message_about_a_text_is_not_told_of_a_map() {
    const MAP: Shape = Shape::Keys(Keys {
        list: || vec![Property { name: "a", shape: Shape::Text, about: "An a." }],
        all: &["a"],
        any: &[],
    });
    let either = schema(Shape::OneOf(&[Shape::Form(&URL), MAP]));
    assert_eq!(either["patternErrorMessage"], URL.wanted);
    assert_eq!(either["errorMessage"], Value::Null);
    assert_eq!(either["type"], json!(["string", "object", "null"]));
    assert_eq!(either["additionalProperties"], false);
    assert_eq!(either["required"], json!(["a"]));
    assert_eq!(either["properties"]["a"], json!({"type": ["string", "integer", "null"], "description": "An a."}));
}

#[test]
fn names_are_strict_where_there_are_no_others() {
    let topics = [Property { name: "topics", shape: Shape::Several(&TOPIC), about: "Topics." }];
    let known = |closed| definitions(&topics, &words(closed))["topic"].clone();
    let list = json!({"enum": ["tides", "mud"], "enumDescriptions": ["Tides", ""]});
    assert_eq!(known(true), json!({"anyOf": [list, {"type": "string", "pattern": r"^\s|\s$|^$|^(?:ebb)$"}]}));
    assert_eq!(known(false), json!({"anyOf": [list, {"type": "string"}]}));
    assert_eq!(TOPIC.schema(&words(true)), json!({"$ref": "#/$defs/topic"}));
    assert_eq!(TOPIC.schema(&Vocabulary::default()), json!({"type": "string"}));
    assert_eq!(Shape::Loose(&TOPIC).schema(&words(true)), json!({"type": "string"}));
    assert!(definitions(&topics, &Vocabulary::default()).is_empty());
}

#[test]
fn what_an_archive_allows_is_no_mistake() {
    let allowed = BTreeSet::from([Code::BadUrl, Code::UnknownKey, Code::BadValue]);
    let words = Vocabulary { names: BTreeMap::new(), allowed };
    assert_eq!(Shape::Form(&URL).schema(&words), json!({"type": "string"}));
    assert_eq!(Shape::Word(&["a"]).schema(&words), json!({"anyOf": [{"enum": ["a"]}, {"type": "string"}]}));
    assert_eq!(object(&[], &[], &[], &words)["additionalProperties"], Value::Null);
    assert!(!words.refuses(Code::BadUrl) && words.refuses(Code::BadDate) && !words.refuses(Code::MissingDate));
}

#[test]
fn dates_and_urls_are_those_that_are_read() {
    use crate::text::date::Date;
    use crate::yaml::field::is_url;
    let is = |form: &Form, text: &str| fancy_regex::Regex::new(form.pattern).unwrap().is_match(text).unwrap();
    for text in [
        "2023",
        "0001",
        "0000",
        "2023-09",
        "2023-13",
        "2023-00",
        "2023-09-07",
        "2023-09-31",
        "2023-02-29",
        "2024-02-30",
        "2023-12-31T10:00",
        "2023-12-31 ?",
        "2023-9-7",
        "2023-09T1",
        "2023T12",
        "2023 abc",
        "23",
        "7 Sep 2023",
        "+123",
        "2023-",
        "2023-09-07-1",
    ] {
        // That 29 February needs a leap year is left to the reader.
        assert_eq!(is(&DATE, text), Date::parse(text).is_some() || text == "2023-02-29", "{text}");
        assert_eq!(is(&DAYS, &format!("{text}/{text}")), is(&DATE, text), "{text}");
    }
    for text in [
        "https://example.org",
        "HTTP://x/y?z#a",
        "https://[::1]/",
        "https://例え.jp",
        "ftp://x",
        "https://",
        "https:///x",
        "https://x y",
        "https://x\"",
        "https://<x>",
        "example.org",
        "javascript:alert(1)",
        "https://-x",
    ] {
        assert_eq!(is(&URL, text), is_url(text), "{text}");
    }
}

#[test]
fn what_may_be_of_any_type_is_still_offered() {
    let words = Vocabulary { names: BTreeMap::new(), allowed: BTreeSet::from([Code::WrongType, Code::NumberForText]) };
    assert_eq!(
        Shape::Word(&["a"]).or_nothing(&words),
        json!({"anyOf": [{"anyOf": [{"enum": ["a"]}, {"type": ["string", "null"], "pattern": PADDED}]}, {}]})
    );
    assert_eq!(Shape::Identifier.schema(&words)["type"], json!(["string", "number"]));
}
