using System.Text;
using ActorPbx.Hocon.Drafts;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Includes;

/// <summary>Reads a Java properties file: <c>a.b = text</c> lines, every value a string.</summary>
internal static class PropertiesReader
{
    public static DraftObject Read(SourceText source, int maxDepth)
    {
        var text = source.Text;
        var entries = new List<(string[] Path, string Value, HoconOrigin Origin)>();
        var position = 0;
        while (position < text.Length)
        {
            var start = position;
            var line = LogicalLine(text, ref position);
            if (line.Length == 0 || line[0] is '#' or '!') continue;
            var (key, value) = Split(line);
            var path = key.Split('.');
            if (path.Length > maxDepth) throw source.Error(start, "this key has too many parts");
            entries.Add((path, value, source.OriginAt(start)));
        }
        return Build(source.Name, entries);
    }

    // HOCON "Java properties mapping": where a key is both a string and an object, the object wins.
    private static DraftObject Build(string name, List<(string[] Path, string Value, HoconOrigin Origin)> entries)
    {
        var root = new DraftObject(new HoconOrigin(name, 1, 1));
        foreach (var (path, value, origin) in entries.OrderBy(e => e.Path.Length))
            root.Set(new HoconPath(path), 0, new DraftScalar(HoconScalar.String(value, origin)), origin);
        return root;
    }

    // A line that ends with an odd number of backslashes goes on in the next one, without its leading blanks.
    private static string LogicalLine(string text, ref int position)
    {
        var line = new StringBuilder();
        while (position < text.Length)
        {
            var end = text.IndexOf('\n', position);
            if (end < 0) end = text.Length;
            var part = text.AsSpan(position, end - position).TrimEnd('\r').TrimStart(" \t\f");
            position = Math.Min(end + 1, text.Length);
            var slashes = part.Length - part.TrimEnd('\\').Length;
            if (slashes % 2 == 0) return line.Append(part).ToString();
            line.Append(part[..^1]);
        }
        return line.ToString();
    }

    private static (string Key, string Value) Split(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] is not ('=' or ':' or ' ' or '\t' or '\f')) i += line[i] == '\\' ? 2 : 1;
        i = Math.Min(i, line.Length);
        var rest = line.AsSpan(i).TrimStart(" \t\f");
        if (rest.Length > 0 && rest[0] is '=' or ':') rest = rest[1..].TrimStart(" \t\f");
        return (Unescape(line.AsSpan(0, i)), Unescape(rest));
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                if (i < text.Length) result.Append(text[i]);
                continue;
            }
            if (text[i] == 'u' && i + 4 < text.Length && ushort.TryParse(text.Slice(i + 1, 4),
                    System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit))
            {
                result.Append((char)unit);
                i += 4;
                continue;
            }
            result.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'f' => '\f', var c => c });
        }
        return result.ToString();
    }
}
