namespace ActorPbx.Hocon.Tests.Specification;

public sealed class ConcatenationTests
{
    [Theory]
    [InlineData("a= foo  bar baz ", """{"a":"foo  bar baz"}""")]
    [InlineData("a=null bar 42 baz true 3.140 hi", """{"a":"null bar 42 baz true 3.140 hi"}""")]
    [InlineData("a=\"x \" y\"z\"", """{"a":"x  yz"}""")]
    [InlineData("a=1 ", """{"a":1}""")]
    [InlineData("[a b, c\nd e]", """["a b","c","d e"]""")]
    [InlineData("a=x${b}y,b=1.50", """{"a":"x1.50y","b":1.50}""")]
    [InlineData("a=${n} x,n=null", """{"a":"null x","n":null}""")]
    [InlineData("a=\"\"x\"\"", """{"a":"x"}""")]
    public void Scalars_on_a_line_make_a_string_with_the_blanks_between_them(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=[1] [2,3]", """{"a":[1,2,3]}""")]
    [InlineData("a=[1][2]", """{"a":[1,2]}""")]
    [InlineData("a=[1\n] [\n2]", """{"a":[1,2]}""")]
    [InlineData("[[1] [2]\n[3]]", "[[1,2],[3]]")]
    [InlineData("a=${b} ${b} [3],b=[1]", """{"a":[1,1,3],"b":[1]}""")]
    [InlineData("a=${?b} [3] ${?c}", """{"a":[3]}""")]
    [InlineData("a=[${b} x, ${?c}],b=1", """{"a":["1 x"],"b":1}""")]
    public void Arrays_on_a_line_make_one_array(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a={x=1} {y=2} {x=3}", """{"a":{"x":3,"y":2}}""")]
    [InlineData("a {x=1} {y=2}", """{"a":{"x":1,"y":2}}""")]
    [InlineData("a=${b} {y=2},b={x=1,y=1}", """{"a":{"x":1,"y":2},"b":{"x":1,"y":1}}""")]
    [InlineData("a={y=2}${b},b={x=1,y=1}", """{"a":{"y":1,"x":1},"b":{"x":1,"y":1}}""")]
    [InlineData("a=${b} ${c},b={x={p=1}},c={x={q=2}}", """{"a":{"x":{"p":1,"q":2}},"b":{"x":{"p":1}},"c":{"x":{"q":2}}}""")]
    [InlineData("a={x=1}${?b}", """{"a":{"x":1}}""")]
    [InlineData("[{a=1}{b=2}]", """[{"a":1,"b":2}]""")]
    public void Objects_on_a_line_merge(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=[1] {x=1}")]
    [InlineData("a={x=1} [1]")]
    [InlineData("a=[1] x")]
    [InlineData("a=x [1]")]
    [InlineData("a={x=1} y")]
    [InlineData("a=y {x=1}")]
    [InlineData("a=x ${b},b=[1]")]
    [InlineData("a=x ${b},b={}")]
    [InlineData("a=${b}${c},b=[1],c={x=1}")]
    [InlineData("a=${b}\" \"${c},b=[1],c=[2]")]
    [InlineData("a={} [1]")]
    [InlineData("a=[1] {}")]
    public void Kinds_may_not_be_mixed(string text) => Read.Error(text).Reason.ShouldContain("cannot be joined");

    [Theory]
    [InlineData("a={1=b,0=a} [c]", """{"a":["a","b","c"]}""")]
    [InlineData("a=[c] {7=b,x=n,2=a,-1=m,01=o}", """{"a":["c","a","b"]}""")]
    [InlineData("a=${b} ${c},b={0=x},c=[y]", """{"a":["x","y"],"b":{"0":"x"},"c":["y"]}""")]
    [InlineData("a={0=x}", """{"a":{"0":"x"}}""")]
    public void An_object_with_numeric_keys_joins_arrays_in_the_order_of_its_keys(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=x\n{b=1}")]
    [InlineData("a=[1]\n[2]")]
    [InlineData("a={x=1}\n{y=2}")]
    public void Joining_does_not_cross_a_newline(string text) => Read.Error(text);
}
