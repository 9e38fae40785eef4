namespace ActorPbx.Hocon.Tests.Specification;

/// <summary>Included files that are no HOCON: JSON and properties.</summary>
public sealed class IncludedFormatTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    public void Dispose() => _files.Dispose();

    private string Json(string name) => HoconParser.ParseFile(_files.PathOf(name)).ResolveValue(Read.NoEnvironment).ToString();

    private HoconException Error(string name) => Should.Throw<HoconException>(() => Json(name));

    [Fact]
    public void A_json_file_must_be_json()
    {
        _files.Write("main.conf", "include \"x.json\"");
        _files.Write("x.json", "{\n \"a\": 1,\n b: 2 }");

        Error("main.conf").Origin.Line.ShouldBe(3);
    }

    [Fact]
    public void A_json_file_may_not_repeat_a_key()
    {
        _files.Write("main.conf", "include \"x\"");
        _files.Write("x.json", "{\"a\": 1,\n \"a\": 2 }");

        Error("main.conf").Origin.Source.ShouldEndWith("x.json");
    }

    [Fact]
    public void Properties_are_strings_and_an_object_wins_over_a_string()
    {
        _files.Write("x.properties", "# c\n! d\na = hello\na.b : 1\nc d\\\n   e\n\\u0066\\:g=\\th\nempty\n");

        Json("x.properties").ShouldBe("""{"a":{"b":"1"},"c":"de","f:g":"\th","empty":""}""");
    }
}
