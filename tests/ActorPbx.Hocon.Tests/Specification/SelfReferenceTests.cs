namespace ActorPbx.Hocon.Tests.Specification;

public sealed class SelfReferenceTests
{
    [Theory]
    [InlineData("p=x,p=${p}y,p=${p}z", """{"p":"xyz"}""")]
    [InlineData("p=[1],p=${p} [2],p=[0] ${p}", """{"p":[0,1,2]}""")]
    [InlineData("a={x=1},a=${a}{y=2}", """{"a":{"x":1,"y":2}}""")]
    [InlineData("a.b=1,a.b=${a.b}2", """{"a":{"b":"12"}}""")]
    [InlineData("a={b=1},a={b=${a.b}2}", """{"a":{"b":"12"}}""")]
    [InlineData("a=${?a}x", """{"a":"x"}""")]
    [InlineData("a=${?a}", "{}")]
    [InlineData("a=1,a=${?a}", """{"a":1}""")]
    [InlineData("foo={a={c=1}},foo=${foo.a},foo={a=2}", """{"foo":{"a":2,"c":1}}""")]
    [InlineData("foo={a=1},foo=${foo}", """{"foo":{"a":1}}""")]
    [InlineData("a=[1],a=${a} [${a}]", """{"a":[1,[1]]}""")]
    [InlineData("b.y=7,a={x=${b.y},z=0},b=${a},b.y=8", """{"b":{"y":8,"x":7,"z":0},"a":{"x":7,"z":0}}""")]
    [InlineData("b.y=7,a={x=${b.y},y=2},b=${a},c=${b.y}", """{"b":{"y":2,"x":7},"a":{"x":7,"y":2},"c":2}""")]
    [InlineData("a={x=${b.y}},b=${a},b.y=8", """{"a":{"x":8},"b":{"x":8,"y":8}}""")]
    [InlineData("a={x=1},a=${a}{y=${a}}", """{"a":{"x":1,"y":{"x":1}}}""")]
    public void A_field_that_refers_to_itself_means_what_it_held_before(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a+=1", """{"a":[1]}""")]
    [InlineData("a=[1],a+=2,a+=[3],a+={x=4}", """{"a":[1,2,[3],{"x":4}]}""")]
    [InlineData("a.b+=1,a{b+=2}", """{"a":{"b":[1,2]}}""")]
    [InlineData("[{a+=1,a+=2}]", """[{"a":[1,2]}]""")]
    [InlineData("a=${b},a+=2,b=[1]", """{"a":[1,2],"b":[1]}""")]
    [InlineData("a={0=x},a+=y", """{"a":["x","y"]}""")]
    [InlineData("a+=1,a=[9]", """{"a":[9]}""")]
    public void Plus_equals_appends_to_what_was_there(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=1,a+=2")]
    [InlineData("a=x,a+=2")]
    [InlineData("a={},a+=2")]
    public void Plus_equals_needs_an_array_to_append_to(string text) => Read.Error(text).Reason.ShouldContain("cannot be joined");

    [Theory]
    [InlineData("a=${a}", "a -> a")]
    [InlineData("a=${b},b=${a}", "a -> b -> a")]
    [InlineData("a=${b},b=${c},c=${a}", "a -> b -> c -> a")]
    [InlineData("x=1,a=[${a}]", "a -> a.0 -> a")]
    [InlineData("a={b=${a}}", "a -> a.b -> a")]
    [InlineData("a=${b.x},b={x=${a}}", "a -> b.x -> a")]
    [InlineData("foo=${foo},foo={a=1}", "foo -> foo")]
    [InlineData("a=x${a}", "a -> a")]
    [InlineData("a=${?b}x,b=${a}", "a -> b -> a")]
    [InlineData("b=${a},a=${?b}x", "b -> a -> b")]
    public void A_circle_is_an_error_that_prints_the_circle(string text, string circle) => Read.Error(text).Reason.ShouldContain(circle);

    [Theory]
    [InlineData("a=[${b}],b=[${a}]")]
    [InlineData("a={x=${b}},b={y=${a}}")]
    [InlineData("a={b=${a}{c=1}}")]
    [InlineData("a={b=${a}{b=${a}}}")]
    public void A_value_may_not_contain_itself(string text) => Read.Error(text);

    [Theory]
    [InlineData("a=${?b},b=${?a}", "{}")]
    [InlineData("a={b=${?a}}", """{"a":{}}""")]
    [InlineData("a=[1,${?a}]", """{"a":[1]}""")]
    [InlineData("a=[${b}],b={c=${?a}}", """{"a":[{}],"b":{}}""")]
    public void An_optional_reference_in_a_circle_is_nothing(string text, string json) => Read.Json(text).ShouldBe(json);

    [Theory]
    [InlineData("a=1,a=${b},b=${a}", """{"a":1,"b":1}""")]
    [InlineData("b=${a},a=1,a=${b}", """{"b":1,"a":1}""")]
    [InlineData("b=${c},c=${a},a=1,a=${b}", """{"b":1,"c":1,"a":1}""")]
    [InlineData("b=${a},a=[1],a=${b} [2]", """{"b":[1],"a":[1,2]}""")]
    public void A_circle_is_broken_where_an_earlier_value_allows_it(string text, string json) => Read.Json(text).ShouldBe(json);

    [Fact]
    public void Of_two_fields_that_stand_for_each_other_both_have_the_same_value()
    {
        var config = Read.Object("a=1,b=2,a=${b},b=${a}");

        config["a"].ToString().ShouldBe(config["b"].ToString());
    }
}
