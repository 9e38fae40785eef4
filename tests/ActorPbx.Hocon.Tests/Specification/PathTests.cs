namespace ActorPbx.Hocon.Tests.Specification;

public sealed class PathTests
{
    [Theory]
    [InlineData("a.b.c=1", """{"a":{"b":{"c":1}}}""")]
    [InlineData("a.x=1,a.y=2", """{"a":{"x":1,"y":2}}""")]
    [InlineData("a.\"b.c\".d=1", """{"a":{"b.c":{"d":1}}}""")]
    [InlineData("a b c=1", """{"a b c":1}""")]
    [InlineData("a  \"b\"  c  =1", """{"a  b  c":1}""")]
    [InlineData("10.0foo=1", """{"10":{"0foo":1}}""")]
    [InlineData("foo10.0=1", """{"foo10":{"0":1}}""")]
    [InlineData("foo\"10.0\"=1", """{"foo10.0":1}""")]
    [InlineData("1.2.3=4", """{"1":{"2":{"3":4}}}""")]
    [InlineData("true=1,3.14=2,null=3", """{"true":1,"3":{"14":2},"null":3}""")]
    [InlineData("a.\"\".b=1", """{"a":{"":{"b":1}}}""")]
    [InlineData("\"\"=1", """{"":1}""")]
    [InlineData("-a-=1", """{"-a-":1}""")]
    [InlineData("a . b=1", """{"a ":{" b":1}}""")]
    public void A_path_as_key_makes_the_objects_on_its_way(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a..b=1")]
    [InlineData(".a=1")]
    [InlineData("a.=1")]
    [InlineData(".=1")]
    [InlineData("a=${b..c}")]
    [InlineData("a=${}")]
    [InlineData("${a}=1")]
    [InlineData("a${b}=1")]
    [InlineData("[a]=1")]
    [InlineData("{a}=1")]
    public void An_element_may_not_be_empty_and_a_key_not_computed(string text) => Read.Error(text);

    [Theory]
    [InlineData("a.b", new[] { "a", "b" })]
    [InlineData(" a . \"b.c\" ", new[] { "a ", " b.c" })]
    [InlineData("\"\"", new[] { "" })]
    public void A_path_is_read_as_in_a_file(string text, string[] keys) => HoconPath.Parse(text).ShouldBe(keys);

    [Theory]
    [InlineData("a.b-c.d_e")]
    [InlineData("\"a.b\".\"\".\" c\"")]
    [InlineData("\"include\".\"\\\"\"")]
    public void A_path_prints_as_it_reads(string text) => HoconPath.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("a=b")]
    [InlineData("a.")]
    public void What_is_no_path_is_refused(string text) => Should.Throw<HoconException>(() => HoconPath.Parse(text));

    [Fact]
    public void A_path_finds_its_value_also_in_arrays()
    {
        var config = Read.Object("a { b = [{ c = 1 }, 2] }");

        config.Find("a.b.0.c")!.ToString().ShouldBe("1");
        config.Find("a.b.2").ShouldBeNull();
        config.Find("a.x.y").ShouldBeNull();
    }
}
