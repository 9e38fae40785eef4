using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon;

/// <summary>Prints a resolved configuration for people: as HOCON, secrets masked, behind each value where it was written.</summary>
public static class ConfigPrinter
{
    /// <summary>What is printed in place of a secret.</summary>
    public const string Mask = "***";

    // With very many secrets only whole values are compared with them, so that printing stays linear.
    private const int MaxSearched = 256;
    private const int ShortestSearched = 4;

    /// <summary>The configuration as HOCON.</summary>
    public static string Print(HoconObject config, SecretKeys? secrets = null, bool origins = true) =>
        Print(config, secrets, HoconRenderOptions.Hocon with { Origins = origins });

    /// <summary>The configuration as JSON, secrets masked.</summary>
    public static string PrintJson(HoconObject config, SecretKeys? secrets = null) => Print(config, secrets, HoconRenderOptions.IndentedJson);

    private static string Print(HoconObject config, SecretKeys? secrets, HoconRenderOptions options)
    {
        secrets ??= SecretKeys.ByName;
        var texts = new HashSet<string>(StringComparer.Ordinal);
        Collect(config, HoconPath.Root, secrets, false, texts);
        return HoconRenderer.Render(config, options with { Mask = (path, value) => MaskFor(path, value, secrets, texts) });
    }

    private static string? MaskFor(HoconPath path, HoconValue value, SecretKeys secrets, HashSet<string> texts)
    {
        if (secrets.IsSecret(path) && value is not HoconScalar { IsNull: true }) return Quoting.String(Mask);
        if (value is not HoconScalar { Kind: HoconScalarKind.String } scalar) return null;
        var text = scalar.Text;
        // A secret that a substitution carried into another value is masked there too.
        if (texts.Contains(text)) text = Mask;
        else if (texts.Count <= MaxSearched)
            foreach (var secret in texts) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        text = MaskUserInfo(text);
        return text == scalar.Text ? null : Quoting.String(text);
    }

    // scheme://user:password@host
    private static string MaskUserInfo(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return text;
        var end = text.AsSpan(start + 3).IndexOfAny("/?# ");
        end = end < 0 ? text.Length : start + 3 + end;
        var at = text.LastIndexOf('@', end - 1);
        var colon = text.IndexOf(':', start + 3);
        return at > start && colon > 0 && colon < at ? string.Concat(text.AsSpan(0, colon + 1), Mask, text.AsSpan(at)) : text;
    }

    private static void Collect(HoconValue value, HoconPath path, SecretKeys secrets, bool secret, HashSet<string> into)
    {
        switch (value)
        {
            case HoconObject fields:
                foreach (var (key, field) in fields)
                {
                    var at = path.Append(key);
                    Collect(field, at, secrets, secret || secrets.IsSecret(at), into);
                }
                break;
            case HoconArray array:
                foreach (var item in array) Collect(item, path, secrets, secret, into);
                break;
            case HoconScalar { Kind: HoconScalarKind.String or HoconScalarKind.Number } scalar when secret && scalar.Text.Length >= ShortestSearched:
                into.Add(scalar.Text);
                break;
        }
    }
}
