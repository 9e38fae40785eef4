using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Hocon.Tests.Bounds;

public sealed class PropertyTests
{
    private static readonly string[] Scraps =
        ["a", "b.c", "\"", "\"\"\"", "{", "}", "[", "]", ",", "\n", " ", "=", ":", "+=", "${", "${?", "${a}", "${?b.c}", "}", "include", "\"x\"", "\\", "\\u00",
         "#", "//", "1", "-", "1.5e", "true", "null", "\t", ".", "é", "\ud800", "\0", "\ufeff", "(", ")", "file(", "required(", "$", "@", "${a[]}"];

    private static Gen<string> Text => Gen.OneOf(
        Gen.Elements("", "x", "a b", "true", "null", "1", "007", "${x}", "#", "//", "\"", "\\", "\n", "é", "\ud83d\ude00", "include", "a.b", " x ", "\u2028", "\t\0"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get));

    private static Gen<HoconValue> Value(int size)
    {
        var scalar = Gen.OneOf(
            Text.Select(t => (HoconValue)HoconScalar.String(t)),
            Gen.Elements("0", "-1", "2.50", "1e+9", "123456789012345678901").Select(t => (HoconValue)new HoconScalar(HoconScalarKind.Number, t, default)),
            Gen.Elements("true", "false").Select(t => (HoconValue)new HoconScalar(HoconScalarKind.Boolean, t, default)),
            Gen.Constant((HoconValue)HoconScalar.Null()));
        return size == 0 ? scalar : Gen.OneOf(scalar, Composite(size / 2), Composite(size / 2));
    }

    private static Gen<HoconValue> Composite(int size) => Gen.OneOf(
        Gen.Choose(0, 4).SelectMany(n => Value(size).ListOf(n)).Select(items => (HoconValue)new HoconArray(items)),
        Object(size).Select(o => (HoconValue)o));

    private static Gen<HoconObject> Object(int size) => Gen.Choose(0, 4)
        .SelectMany(n => Text.SelectMany(_ => Value(size), (key, value) => KeyValuePair.Create(key, value)).ListOf(n)).Select(fields => new HoconObject(fields));

    [Fact]
    public void What_is_printed_reads_back_the_same()
    {
        HoconRenderOptions[] forms = [HoconRenderOptions.Json, HoconRenderOptions.IndentedJson, HoconRenderOptions.Hocon, HoconRenderOptions.Hocon with { Origins = true }];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Object(16).ToArbitrary(), value =>
            forms.All(form => HoconParser.Parse(HoconRenderer.Render(value, form)).ResolveValue(Read.NoEnvironment).ToString() == value.ToString())));
    }

    [Fact]
    public void Printed_json_is_json() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Object(16).ToArbitrary(), value =>
        {
            using var compact = System.Text.Json.JsonDocument.Parse(HoconRenderer.Render(value, HoconRenderOptions.Json));
            using var indented = System.Text.Json.JsonDocument.Parse(HoconRenderer.Render(value, HoconRenderOptions.IndentedJson));
            return true;
        }));

    [Fact]
    public void Garbage_gives_a_value_or_an_error_with_a_place() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Gen.Elements(Scraps).ListOf().ToArbitrary(), scraps => ReadsOrRefuses(string.Concat(scraps))));

    [Fact]
    public void Any_text_gives_a_value_or_an_error_with_a_place() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => ReadsOrRefuses(text.Get)));

    [Fact]
    public void Any_fields_with_references_give_a_value_or_an_error() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Fields.ToArbitrary(), ReadsOrRefuses));

    private static Gen<string> Fields
    {
        get
        {
            var path = Gen.Elements("a", "b", "c", "a.b", "b.a", "c.c.a");
            var part = Gen.OneOf(path.Select(p => $"${{{p}}}"), path.Select(p => $"${{?{p}}}"), path.Select(p => $"{{{p} = ${{?{p}}}}}"),
                path.Select(p => $"[${{?{p}}}]"), path.Select(p => $"{{{p} += 1}}"), Gen.Elements("1", "x", "{}", "[]", "null"));
            var value = Gen.OneOf(part, part.SelectMany(_ => part, (one, other) => $"{one} {other}"), part.SelectMany(_ => part, (one, other) => one + other));
            var line = path.SelectMany(_ => Gen.Elements(" = ", " += "), (p, sign) => p + sign).SelectMany(_ => value, (key, v) => key + v);
            return Gen.Choose(1, 6).SelectMany(n => line.ListOf(n)).Select(fields => string.Join('\n', fields));
        }
    }

    private static bool ReadsOrRefuses(string text)
    {
        try
        {
            return Read.Document(text).ResolveValue(Read.NoEnvironment).ToString().Length > 0;
        }
        catch (HoconException error)
        {
            return error.Origin.Line > 0 && error.Reason.Length > 0;
        }
    }
}
