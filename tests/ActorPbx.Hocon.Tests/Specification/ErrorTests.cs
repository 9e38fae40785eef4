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
    [InlineData("a = 10\na += 2\n", 1, 5, "a = 10", "    ^")]
    [InlineData("b = [1]\nc = x ${b}\n", 2, 5, "c = x ${b}", "    ^")]
    [InlineData("b = {x = 1}\n\nc = ${b} [1]\n", 1, 5, "b = {x = 1}", "    ^")]
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
    public void An_error_about_an_endless_path_shows_its_two_ends()
    {
        var error = Read.Error($"a = 1\nc = ${{{new string('b', 10_000)}}}");

        error.Message.Length.ShouldBeLessThan(1_000);
        error.Message.ShouldContain(" … ");
    }

    [Fact]
    public void An_error_met_when_files_are_laid_over_one_another_shows_the_line_of_its_own_file()
    {
        var user = HoconParser.Parse("a += 2", new HoconParseOptions { SourceName = "user.conf" });
        var defaults = HoconParser.Parse("x = 1\na = 10", new HoconParseOptions { SourceName = "defaults.conf" });

        var error = Should.Throw<HoconException>(() => user.WithFallback(defaults).Resolve());

        error.Origin.ToPosition().ShouldBe("defaults.conf:2:5");
        error.SourceLine.ShouldBe("a = 10");
    }

    [Fact]
    public void Of_two_texts_of_one_name_no_line_is_shown()
    {
        var error = Should.Throw<HoconException>(() => Read.Document("a += 2").WithFallback(Read.Document("a = 10")).Resolve());

        error.Origin.ToPosition().ShouldBe("test.conf:1:5");
        error.SourceLine.ShouldBeNull();
    }

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
