namespace ActorPbx.Hocon.Tests.Specification;

public sealed class MergingTests
{
    [Theory]
    [InlineData("a=1,a=2", """{"a":2}""")]
    [InlineData("a={x=1},a={y=2}", """{"a":{"x":1,"y":2}}""")]
    [InlineData("a={x=1},a={x=2,y=3}", """{"a":{"x":2,"y":3}}""")]
    [InlineData("a={x={p=1}},a={x={q=2}},a.x.r=3", """{"a":{"x":{"p":1,"q":2,"r":3}}}""")]
    [InlineData("a={x=1},a=null,a={y=2}", """{"a":{"y":2}}""")]
    [InlineData("a={x=1},a=[],a={y=2}", """{"a":{"y":2}}""")]
    [InlineData("a={x=1},a=3", """{"a":3}""")]
    [InlineData("a=[1],a=[2]", """{"a":[2]}""")]
    [InlineData("a={x=1},a=${n},a={y=2},n=null", """{"a":{"y":2},"n":null}""")]
    [InlineData("a={x=1},a=${o},a={y=2},o={x=3,z=4}", """{"a":{"x":3,"z":4,"y":2},"o":{"x":3,"z":4}}""")]
    public void The_later_value_wins_and_objects_merge(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a={x=1}", "a={y=2}", "a=42", """{"a":{"y":2,"x":1}}""")]
    [InlineData("a={x=1}", "a=42", "a={y=2}", """{"a":{"x":1}}""")]
    [InlineData("a=1", "a=2", "b=3", """{"b":3,"a":1}""")]
    [InlineData("a=${b}", "b=1", "b=2", """{"b":1,"a":1}""")]
    [InlineData("a=${a} x", "a=1", "", """{"a":"1 x"}""")]
    [InlineData("a += 3", "a += 2", "a = [1]", """{"a":[1,2,3]}""")]
    [InlineData("a.b=${?nope}", "a.b=7", "", """{"a":{"b":7}}""")]
    public void Files_merge_before_references_are_followed(string user, string site, string defaults, string json) =>
        Read.Document(user).WithFallback(Read.Document(site)).WithFallback(Read.Document(defaults))
            .ResolveValue(Read.NoEnvironment).ToString().ShouldBe(json);

    [Fact]
    public void Merging_changes_neither_side()
    {
        var upper = Read.Document("a { x = 1 }, b = ${a.y}");
        var lower = Read.Document("a { y = 2, x = 3 }");

        var first = upper.WithFallback(lower).ResolveValue(Read.NoEnvironment).ToString();

        upper.WithFallback(lower).ResolveValue(Read.NoEnvironment).ToString().ShouldBe(first);
        lower.ResolveValue(Read.NoEnvironment).ToString().ShouldBe("""{"a":{"y":2,"x":3}}""");
    }

    [Fact]
    public void A_resolved_object_can_be_laid_under_a_document() =>
        Read.Document("a = ${b}").WithFallback(HoconDocument.Of(Read.Object("b { c = [1] }")))
            .ResolveValue(Read.NoEnvironment).ToString().ShouldBe("""{"b":{"c":[1]},"a":{"c":[1]}}""");
}
