namespace ActorPbx.Hocon.Tests;

/// <summary>Reads texts without any environment, for tests that compare JSON.</summary>
internal static class Read
{
    public static readonly HoconResolveOptions NoEnvironment = new() { Environment = null };

    public static string Json(string text, Func<string, string?>? environment = null) =>
        Document(text).ResolveValue(new HoconResolveOptions { Environment = environment }).ToString();

    public static HoconDocument Document(string text) => HoconParser.Parse(text, new HoconParseOptions { SourceName = "test.conf" });

    public static HoconObject Object(string text) => Document(text).Resolve(NoEnvironment);

    public static HoconException Error(string text) => Should.Throw<HoconException>(() => Json(text));
}
