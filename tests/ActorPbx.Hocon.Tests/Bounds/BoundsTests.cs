using System.Diagnostics;
using System.Text;

namespace ActorPbx.Hocon.Tests.Bounds;

public sealed class BoundsTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(3);

    private static string Lines(int count, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append(line(i)).Append('\n');
        return text.ToString();
    }

    private static T InTime<T>(Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        clock.Elapsed.ShouldBeLessThan(Generous);
        return result;
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a=")]
    [InlineData("a.")]
    [InlineData("a{")]
    [InlineData("[{a=")]
    public void Endless_nesting_is_an_error(string opening) => InTime(() => Read.Error(string.Concat(Enumerable.Repeat(opening, 200_000)) + "a=1"));

    [Fact]
    public void Nesting_up_to_the_bound_is_read()
    {
        Read.Json(new string('[', 500) + new string(']', 500)).Length.ShouldBe(1000);
        Read.Error(new string('[', 501) + new string(']', 501)).Reason.ShouldContain("500");
    }

    [Fact]
    public void Nesting_made_by_references_is_bounded() =>
        Read.Error(Lines(2000, i => $"a{i} = [${{a{i + 1}}}]") + "a2000=1").Reason.ShouldContain("500");

    [Fact]
    public void A_long_chain_of_references_does_not_exhaust_the_stack() =>
        InTime(() => Read.Object(Lines(100_000, i => $"a{i} = ${{a{i + 1}}}") + "a100000=1"))["a0"].ToString().ShouldBe("1");

    [Fact]
    public void A_field_may_add_to_itself_a_hundred_thousand_times()
    {
        ((HoconArray)InTime(() => Read.Object(Lines(100_000, i => $"a += {i}")))["a"]).Count.ShouldBe(100_000);
        ((HoconScalar)InTime(() => Read.Object("a=x\n" + Lines(2_000, _ => "a = ${a}y")))["a"]).Text.Length.ShouldBe(2_001);
    }

    [Fact]
    public void An_object_that_stands_for_what_holds_it_in_ever_new_places_is_refused_at_its_reference()
    {
        var error = Read.Error("b = ${?b} ${c.c.a}\nc.c.a = {b = ${?b}}${c.c.a}\na += {a.b += 1}{b += 1}");
        error.Reason.ShouldBe("the substitution ${c.c.a} leads back to itself, at 'c.c.a' and further inside");
        (error.Origin.Line, error.Origin.Column).ShouldBe((2, 20));
    }

    [Theory]
    [InlineData("p = ${?p}\":/opt\"")]
    [InlineData("p = \"/opt:\"${?p}")]
    public void A_text_that_grows_line_by_line_takes_memory_in_proportion_to_the_file(string line)
    {
        var text = Lines(10_000, _ => line);
        Read.Object("a = 1");
        var before = GC.GetAllocatedBytesForCurrentThread();
        ((HoconScalar)Read.Object(text)["p"]).Text.Length.ShouldBe(50_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(600L * text.Length);
    }

    [Fact]
    public void Texts_that_are_each_as_large_as_all_may_be_are_refused_before_they_are_put_together()
    {
        var text = "a0=xxxxxxxxxx\n" + Lines(20, i => $"a{i + 1} = ${{a{i}}}${{a{i}}}") + Lines(100, i => $"b{i} = ${{a20}}x");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read.Error(text).Reason.ShouldContain("larger");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(700L << 20);
    }

    [Fact]
    public void Nothing_added_very_often_stays_nothing() =>
        ((HoconScalar)InTime(() => Read.Object("a0=\"\"\n" + Lines(200, i => $"a{i + 1} = ${{a{i}}}${{a{i}}}\"\"")))["a200"]).Text.ShouldBe("");

    [Fact]
    public void A_file_of_a_hundred_thousand_lines_is_read_in_seconds() =>
        InTime(() => Read.Object(Lines(100_000, i => $"extension-{i / 10} {{ key{i % 10} = \"value {i}\", other = ${{?x}}, n = [1, {i}] }}"))).Count.ShouldBe(10_000);

    [Fact]
    public void Text_that_references_multiply_is_bounded() =>
        InTime(() => Read.Error("a0=xxxxxxxxxx\n" + Lines(80, i => $"a{i + 1} = ${{a{i}}}${{a{i}}}"))).Reason.ShouldContain("larger");

    [Fact]
    public void Arrays_and_objects_that_references_multiply_are_bounded()
    {
        InTime(() => Read.Error("a0=[1]\n" + Lines(80, i => $"a{i + 1} = ${{a{i}}} ${{a{i}}}"))).Reason.ShouldContain("larger");
        InTime(() => Read.Error("a0=[1]\n" + Lines(80, i => $"a{i + 1} = [${{a{i}}},${{a{i}}}]"))).Reason.ShouldContain("larger");
        InTime(() => Read.Error("a0=1\n" + Lines(80, i => $"a{i + 1} {{ x = ${{a{i}}}, y = ${{a{i}}} }}"))).Reason.ShouldContain("larger");
    }

    [Fact]
    public void The_size_of_all_texts_together_is_bounded()
    {
        using var files = new TemporaryFiles();
        files.Write("main.conf", Lines(20, i => $"x{i} {{ include \"part.conf\" }}"));
        files.Write("part.conf", "a = " + new string('x', 1000));

        Should.Throw<HoconException>(() => HoconParser.ParseFile(files.PathOf("main.conf"), new HoconParseOptions { MaxCharacters = 10_000 }))
            .Reason.ShouldContain("10000");
    }

    [Fact]
    public void The_depth_of_includes_is_bounded()
    {
        using var files = new TemporaryFiles();
        for (var i = 0; i < 60; i++) files.Write($"f{i}.conf", $"include \"f{i + 1}.conf\"");

        Should.Throw<HoconException>(() => HoconParser.ParseFile(files.PathOf("f0.conf"))).Reason.ShouldContain("50");
    }

    [Fact]
    public void Very_many_circles_end_in_an_error_or_a_value_in_time() => InTime(() =>
    {
        var text = Lines(60, i => $"a{i} = {i}\na{i} = ${{?a{(i + 1) % 60}}} ${{?a{(i + 7) % 60}}}");
        try
        {
            return Read.Json(text);
        }
        catch (HoconException e)
        {
            return e.Reason;
        }
    }).ShouldNotBeNull();
}
