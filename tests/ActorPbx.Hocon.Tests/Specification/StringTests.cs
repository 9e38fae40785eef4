namespace ActorPbx.Hocon.Tests.Specification;

public sealed class StringTests
{
    private static HoconScalar Value(string text) => (HoconScalar)Read.Object($"a={text}")["a"];

    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("foo-bar_baz.qux", "foo-bar_baz.qux")]
    [InlineData("footrue", "footrue")]
    [InlineData("truefoo", "truefoo")]
    [InlineData("nullx", "nullx")]
    [InlineData("bar10.0", "bar10.0")]
    [InlineData("10.0bar", "10.0bar")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("-", "-")]
    [InlineData("-x", "-x")]
    [InlineData(".33", ".33")]
    [InlineData("1.", "1.")]
    [InlineData("1e", "1e")]
    [InlineData("0042", "0042")]
    [InlineData("0x1F", "0x1F")]
    [InlineData("x(y)|~<>;'%/é", "x(y)|~<>;'%/é")]
    [InlineData("include", "include")]
    [InlineData("1e+5x", "1e+5x")]
    public void Unquoted_text_is_taken_as_it_stands(string text, string value)
    {
        Value(text).Kind.ShouldBe(HoconScalarKind.String);
        Value(text).Text.ShouldBe(value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-12.50")]
    [InlineData("1e5")]
    [InlineData("1E-5")]
    [InlineData("1.5e+10")]
    [InlineData("123456789012345678901234567890")]
    public void Json_numbers_are_numbers_and_keep_their_text(string text)
    {
        Value(text).Kind.ShouldBe(HoconScalarKind.Number);
        Value(text).Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("true", HoconScalarKind.Boolean)]
    [InlineData("false", HoconScalarKind.Boolean)]
    [InlineData("null", HoconScalarKind.Null)]
    [InlineData("\"true\"", HoconScalarKind.String)]
    [InlineData("\"1\"", HoconScalarKind.String)]
    [InlineData("True", HoconScalarKind.String)]
    public void Only_the_bare_words_are_booleans_and_null(string text, HoconScalarKind kind) => Value(text).Kind.ShouldBe(kind);

    [Theory]
    [InlineData('$')]
    [InlineData('}')]
    [InlineData(']')]
    [InlineData(':')]
    [InlineData('=')]
    [InlineData('+')]
    [InlineData('`')]
    [InlineData('^')]
    [InlineData('?')]
    [InlineData('!')]
    [InlineData('@')]
    [InlineData('*')]
    [InlineData('&')]
    [InlineData('\\')]
    public void Reserved_characters_must_be_quoted(char c)
    {
        Read.Error($"a=x{c}y");
        Value($"\"x{(c == '\\' ? "\\\\" : c)}y\"").Text.ShouldBe($"x{c}y");
    }

    [Theory]
    [InlineData(@"""a\""b\\c\/d\be\ff\ng\rh\ti""", "a\"b\\c/d\be\ff\ng\rh\ti")]
    [InlineData(@"""\u00e9\uD83D\uDE00""", "é😀")]
    [InlineData("\"\"", "")]
    [InlineData("\"${x} # // {}\"", "${x} # // {}")]
    public void Quoted_strings_have_the_escapes_of_json(string text, string value) => Value(text).Text.ShouldBe(value);

    [Theory]
    [InlineData("\"x")]
    [InlineData("\"x\ny\"")]
    [InlineData("\"x\ty\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12")]
    [InlineData("\"\\")]
    public void Quoted_strings_may_not_be_open_hold_control_characters_or_unknown_escapes(string text) => Read.Error($"a={text}");

    [Theory]
    [InlineData("\"\"\"a\nb\\n\"c\"\"\"", "a\nb\\n\"c")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"a\"\"\"\"\"", "a\"\"")]
    [InlineData("\"\"\"\"a\"\"\"\"", "\"a\"")]
    [InlineData("\"\"\"${x}\"\"\"", "${x}")]
    public void Triple_quoted_strings_are_raw_and_may_span_lines(string text, string value) => Value(text).Text.ShouldBe(value);

    [Fact]
    public void A_triple_quoted_string_must_be_closed() => Read.Error("a=\"\"\"x\"\"").Reason.ShouldContain("not closed");
}
