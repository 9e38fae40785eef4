using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Event;

/// <summary>Finds the names of the places in a log text: <c>{Number}</c>, <c>{0}</c>, <c>{Length,8:F1}</c>.</summary>
internal static class MessageTemplateParser
{
    private const int RememberedTemplates = 1000;

    [ThreadStatic]
    private static LruCache<string, IReadOnlyList<string>>? s_known;

    /// <summary>The names in their order; a text's names are found once.</summary>
    public static IReadOnlyList<string> GetPropertyNames(string? template)
    {
        if (string.IsNullOrEmpty(template))
        {
            return [];
        }

        LruCache<string, IReadOnlyList<string>> known = s_known ??= new(RememberedTemplates);
        if (!known.TryGet(template, out IReadOnlyList<string>? names))
        {
            names = Parse(template);
            known.Add(template, names);
        }

        return names;
    }

    private static string[] Parse(string template)
    {
        var names = new List<string>();
        int open = template.IndexOf('{');
        while (open >= 0)
        {
            int next = open + 2;
            if (!IsDoubled(template, open))
            {
                int close = template.IndexOf('}', open);
                if (close < 0)
                {
                    break;
                }

                string name = NameOf(template.AsSpan(open + 1, close - open - 1));
                if (name.Length > 0)
                {
                    names.Add(name);
                }

                next = close + 1;
            }

            open = next < template.Length ? template.IndexOf('{', next) : -1;
        }

        return [.. names];
    }

    /// <summary>Whether the brace stands for itself, since another follows.</summary>
    public static bool IsDoubled(string template, int at) => at + 1 < template.Length && template[at + 1] == template[at];

    /// <summary>The name in a place, without its width and format.</summary>
    public static string NameOf(ReadOnlySpan<char> place) => Before(Before(place.Trim(), ':'), ',').ToString();

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, char mark)
    {
        int at = text.IndexOf(mark);
        return at > 0 ? text[..at].Trim() : text;
    }
}
