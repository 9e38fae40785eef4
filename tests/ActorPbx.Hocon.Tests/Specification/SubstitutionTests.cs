namespace ActorPbx.Hocon.Tests.Specification;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("a=${b},b=1", """{"a":1,"b":1}""")]
    [InlineData("a=${ b.c },b.c=[1,{}]", """{"a":[1,{}],"b":{"c":[1,{}]}}""")]
    [InlineData("a=${b.\"c.d\"},b{\"c.d\"=true}", """{"a":true,"b":{"c.d":true}}""")]
    [InlineData("a=${x y},x y=null", """{"a":null,"x y":null}""")]
    [InlineData("a=1,b=${a},a=2", """{"a":2,"b":2}""")]
    [InlineData("a={x=1},b=${a},a={y=2}", """{"a":{"x":1,"y":2},"b":{"x":1,"y":2}}""")]
    [InlineData("a=${b},b=${c},c=${d},d=4", """{"a":4,"b":4,"c":4,"d":4}""")]
    [InlineData("a=${b.c.d},b=${x},x={c=${y}},y={d=5}", """{"a":5,"b":{"c":{"d":5}},"x":{"c":{"d":5}},"y":{"d":5}}""")]
    [InlineData("a=\"${b}\"", """{"a":"${b}"}""")]
    public void A_reference_is_the_last_value_at_its_path_from_the_root(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=${?b}", "{}")]
    [InlineData("a=1,a=${?b}", """{"a":1}""")]
    [InlineData("a={x=1},a=${?b}", """{"a":{"x":1}}""")]
    [InlineData("[1,${?b},2]", "[1,2]")]
    [InlineData("a=x${?b}y", """{"a":"xy"}""")]
    [InlineData("a=${?b}${?c}", "{}")]
    [InlineData("a=${?b}x", """{"a":"x"}""")]
    [InlineData("a=${?b.c},b=1", """{"b":1}""")]
    public void An_optional_reference_to_nothing_is_left_out(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("b=1,a=${b}", """{"b":1,"a":1}""")]
    [InlineData("a=${?b}42", """{"a":"42"}""")]
    [InlineData("a=true${?b}", """{"a":"true"}""")]
    [InlineData("b=1,a=${b}${?c}", """{"b":1,"a":"1"}""")]
    [InlineData("b=[1],a=${b}${?c}", """{"b":[1],"a":[1]}""")]
    public void Only_a_reference_that_is_the_whole_value_keeps_its_kind(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=${b}")]
    [InlineData("a=x${b}")]
    [InlineData("a=[${b}]")]
    [InlineData("a=${b.c},b=1")]
    [InlineData("a=${b},a={x=1}")]
    public void A_reference_to_nothing_is_an_error(string text) => Read.Error(text).Reason.ShouldContain("not defined");

    [Theory]
    [InlineData("a=${b},a=1", """{"a":1}""")]
    [InlineData("a=${a},a=1", """{"a":1}""")]
    [InlineData("a=[${b}],a=[1]", """{"a":[1]}""")]
    [InlineData("a={x=${b}},a=1", """{"a":1}""")]
    public void What_a_later_value_hides_is_never_followed(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=$b")]
    [InlineData("a=$ {b}")]
    [InlineData("a=${ ?b}")]
    [InlineData("a=${b")]
    [InlineData("a=${b\n}")]
    [InlineData("a=${${b}}")]
    [InlineData("a=${b[}")]
    [InlineData("a=${b=c}")]
    public void A_malformed_reference_is_an_error(string text) => Read.Error(text);

    [Theory]
    [InlineData("bar={foo=42,baz=${bar.foo}}", """{"bar":{"foo":42,"baz":42}}""")]
    [InlineData("bar={foo=42,baz=${bar.foo}},bar={foo=43}", """{"bar":{"foo":43,"baz":43}}""")]
    [InlineData("bar={a=${foo.d},b=1},bar.b=3,foo={c=${bar.b},d=2},foo.d=4", """{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}""")]
    [InlineData("a={x={y=1},z=${a.x}}", """{"a":{"x":{"y":1},"z":{"y":1}}}""")]
    [InlineData("a=${b}{x=1},b={y=${a.x}}", """{"b":{"y":1},"a":{"y":1,"x":1}}""")]
    public void Objects_may_refer_into_themselves_and_one_another(string text, string json) =>
        System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(Read.Json(text)), System.Text.Json.Nodes.JsonNode.Parse(json)).ShouldBeTrue();
}
