namespace ActorPbx.Hocon.Tests.Specification;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("""{"a":[1,-2.5,3e+4,"x\u0041\n",true,false,null,{}],"b":{"":0}}""")]
    [InlineData("[]")]
    [InlineData("""[[],{"a":[{}]}]""")]
    public void Json_means_what_json_means(string json) =>
        System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(Read.Json(json)), System.Text.Json.Nodes.JsonNode.Parse(json)).ShouldBeTrue();

    [Theory]
    [InlineData("# c\na=1 // c\n// \"\n#}\nb=2#c", """{"a":1,"b":2}""")]
    [InlineData("a=\"x # y // z\"", """{"a":"x # y // z"}""")]
    [InlineData("a=x//y", """{"a":"x"}""")]
    [InlineData("a=x/y", """{"a":"x/y"}""")]
    [InlineData("[1 # one\n2]", "[1,2]")]
    [InlineData("a=# c\n1", """{"a":1}""")]
    public void Comments_run_to_the_end_of_the_line(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=1", """{"a":1}""")]
    [InlineData("{a=1}", """{"a":1}""")]
    [InlineData("", "{}")]
    [InlineData(" \n# c\n", "{}")]
    public void Root_braces_may_be_left_out(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("{a=1")]
    [InlineData("a=1}")]
    [InlineData("{a=1}}")]
    [InlineData("{a=1} b=2")]
    [InlineData("[1,2")]
    [InlineData("[1,2}")]
    [InlineData("a={b=1]")]
    [InlineData("]")]
    [InlineData("x")]
    [InlineData("\"x\"")]
    public void Brackets_must_match_and_the_root_be_an_object_or_array(string text) => Read.Error(text);

    [Theory]
    [InlineData("a=1\nb:2\nc{}\nd{e=3}", """{"a":1,"b":2,"c":{},"d":{"e":3}}""")]
    [InlineData("a\n=\n1", """{"a":1}""")]
    [InlineData("a\n\n{b=1}", """{"a":{"b":1}}""")]
    [InlineData("\"a\" : 1", """{"a":1}""")]
    public void Keys_are_set_by_equals_colon_or_a_brace(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("[1,2,3,]")]
    [InlineData("[1\n2\n3]")]
    [InlineData("[1,\n2\n,3\n]")]
    [InlineData("[ 1 , 2\n\n3 ]")]
    public void Elements_are_parted_by_one_comma_or_newlines(string text) => Read.Json(text).ShouldBe("[1,2,3]");

    [Theory]
    [InlineData("a=1,b=2")]
    [InlineData("a=1\nb=2,")]
    [InlineData("{a=1,\nb=2\n}")]
    [InlineData("a=1\n,\nb=2")]
    [InlineData("a=1\r\nb=2\r\n")]
    public void Fields_are_parted_by_one_comma_or_newlines(string text) => Read.Json(text).ShouldBe("""{"a":1,"b":2}""");

    [Theory]
    [InlineData("[,1]")]
    [InlineData("[1,,2]")]
    [InlineData("[1,2,,]")]
    [InlineData("{,a=1}")]
    [InlineData("a=1,,b=2")]
    [InlineData(",")]
    [InlineData("a=1 b=2")]
    [InlineData("a=")]
    [InlineData("a=,b=1")]
    [InlineData("a")]
    [InlineData("a,b")]
    [InlineData("=1")]
    public void Commas_and_values_may_not_be_missing_or_doubled(string text) => Read.Error(text);

    [Theory]
    [InlineData('\u0020')]
    [InlineData('\u00a0')]
    [InlineData('\u2007')]
    [InlineData('\u202f')]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    [InlineData('\u3000')]
    [InlineData('\ufeff')]
    [InlineData('\t')]
    [InlineData('\v')]
    [InlineData('\f')]
    [InlineData('\r')]
    [InlineData('\u001c')]
    [InlineData('\u001d')]
    [InlineData('\u001e')]
    [InlineData('\u001f')]
    public void Every_kind_of_blank_is_a_blank_and_no_newline(char blank)
    {
        Read.Json($"{blank}a{blank}={blank}1{blank}").ShouldBe("""{"a":1}""");
        Read.Error($"a=1{blank}b=2");
    }

    [Theory]
    [InlineData('\u0085')]
    [InlineData('\u200b')]
    [InlineData('\u0001')]
    public void What_is_no_blank_belongs_to_an_unquoted_string(char c) =>
        ((HoconScalar)Read.Object($"a=x{c}y")["a"]).Text.ShouldBe($"x{c}y");

    [Fact]
    public void A_byte_order_mark_is_skipped() => Read.Json("\ufeff{a=1}").ShouldBe("""{"a":1}""");
}
