namespace ActorPbx.Hocon.Tests.Specification;

public sealed class EnvironmentTests
{
    private static string Json(string text, params (string Name, string Value)[] variables) =>
        Read.Json(text, name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault());

    [Fact]
    public void What_no_file_defines_is_looked_for_in_the_environment() =>
        Json("a=${PORT},b=${?HOST},c=x${PORT}", ("PORT", "5060")).ShouldBe("""{"a":"5060","c":"x5060"}""");

    [Fact]
    public void An_empty_variable_is_an_empty_string() => Json("a=${X}", ("X", "")).ShouldBe("""{"a":""}""");

    [Fact]
    public void A_variable_overrides_only_through_an_optional_reference_after_the_default() =>
        Json("port=1,port=${?PORT},host=a,host=${?HOST}", ("PORT", "2")).ShouldBe("""{"port":"2","host":"a"}""");

    [Theory]
    [InlineData("X=1,a=${X}", """{"X":1,"a":1}""")]
    [InlineData("X=null,a=${X}", """{"X":null,"a":null}""")]
    public void A_defined_key_is_never_looked_for_there_not_even_null(string text, string json) => Json(text, ("X", "env")).ShouldBe(json);

    [Fact]
    public void A_list_is_read_from_numbered_variables()
    {
        Json("a=${L[]}", ("L_0", "x"), ("L_1", ""), ("L_3", "z")).ShouldBe("""{"a":["x",""]}""");
        Json("a=[0] ${L[]} [9]", ("L_0", "x")).ShouldBe("""{"a":[0,"x",9]}""");
        Json("a=[1],a=${a} ${?L []}", ("L_0", "x")).ShouldBe("""{"a":[1,"x"]}""");
    }

    [Fact]
    public void A_list_without_its_first_variable_is_nothing()
    {
        Json("a=${?L[]}", ("L", "x"), ("L_1", "y")).ShouldBe("{}");
        Should.Throw<HoconException>(() => Json("a=${L[]}", ("L", "x")));
    }

    [Fact]
    public void A_defined_key_wins_over_a_list_of_variables() => Json("L=[1],a=${L[]}", ("L_0", "x")).ShouldBe("""{"L":[1],"a":[1]}""");

    [Fact]
    public void The_process_environment_is_the_default() =>
        HoconParser.Parse("a=${PATH}").Resolve()["a"].Origin.Source.ShouldBe("environment");
}
