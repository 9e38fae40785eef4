namespace ActorPbx.Hocon.Tests.Specification;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("a = 1\nb = x@y\n", 2, 6, "b = x@y", "     ^")]
    [InlineData("a {\n\tb = [1,,2]\n}", 2, 9, "\tb = [1,,2]", "\t       ^")]
    [InlineData("a = \"x\nb = 1", 1, 5, "a = \"x", "    ^")]
    [InlineData("x = 1\n{", 2, 1, "{", "^")]
    [InlineData("a {\n  b = 1\n", 1, 3, "a {", "  ^")]
    [InlineData("a = 1\nb = ${c}\n", 2, 5, "b = ${c}", "    ^")]
    [InlineData("a = \"\\q\"", 1, 6, "a = \"\\q\"", "     ^")]
    public void An_error_names_line_and_column_and_points_at_the_place(string text, int line, int column, string shown, string caret)
    {
        var error = Read.Error(text);

        error.Origin.ShouldBe(new HoconOrigin("test.conf", line, column));
        error.Message.ShouldBe($"test.conf:{line}:{column}: {error.Reason}\n    {shown}\n    {caret}");
    }

    [Fact]
    public void An_error_on_an_endless_line_does_not_print_it() =>
        Read.Error("a = [" + new string('1', 10_000) + ",,]").Message.Length.ShouldBeLessThan(200);

    [Fact]
    public void Each_value_knows_where_it_was_written()
    {
        var config = Read.Object("a = 1\nb {\n  c = [x,\n y]\n}\nd = ${b.c}\nb.e = 5");

        config["a"].Origin.ToPosition().ShouldBe("test.conf:1:5");
        config.Find("b.c.1")!.Origin.ToString().ShouldBe("test.conf:4");
        config["d"].Origin.ToString().ShouldBe("test.conf:3");
        config.KeyOrigin("d").ToString().ShouldBe("test.conf:6");
        config.Find("b.e")!.Origin.ToPosition().ShouldBe("test.conf:7:7");
    }

    [Fact]
    public void A_root_array_is_no_object() => Should.Throw<HoconException>(() => Read.Document("[1]").Resolve()).Reason.ShouldContain("array");
}
