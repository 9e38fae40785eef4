using System.Text;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Rendering;

/// <summary>Prints one value tree.</summary>
internal sealed class Printer(HoconRenderOptions options)
{
    private readonly StringBuilder _out = new();
    private HoconPath _path = HoconPath.Root;

    public string Print(HoconValue value)
    {
        if (options.Relaxed && value is HoconObject { Count: > 0 } root) Fields(root, 0);
        else Value(value, 0);
        return _out.ToString();
    }

    private void Value(HoconValue value, int level)
    {
        switch (value)
        {
            case HoconScalar scalar: _out.Append(ScalarText(scalar)); break;
            case HoconArray { Count: 0 }: _out.Append("[]"); break;
            case HoconObject { Count: 0 }: _out.Append("{}"); break;
            case HoconArray array:
                Bracketed('[', ']', level, () => Items(array, level + 1));
                break;
            case HoconObject o:
                Bracketed('{', '}', level, () => Fields(o, level + 1));
                break;
        }
    }

    private void Bracketed(char open, char close, int level, Action content)
    {
        _out.Append(open);
        if (options.Indented) _out.Append('\n');
        content();
        Indent(level);
        _out.Append(close);
    }

    private void Items(HoconArray array, int level)
    {
        for (var i = 0; i < array.Count; i++)
        {
            Indent(level);
            Masked(array[i], level);
            EndElement(array[i], i == array.Count - 1);
        }
    }

    private void Fields(HoconObject fields, int level)
    {
        var outer = _path;
        var i = 0;
        foreach (var (key, value) in fields)
        {
            if (options.Mask is not null) _path = outer.Append(key);
            Indent(level);
            _out.Append(options.Relaxed ? Quoting.Key(key) : Quoting.String(key));
            _out.Append(options.Relaxed ? value is HoconObject { Count: > 0 } ? " " : options.Colons ? " : " : " = " : options.Indented ? ": " : ":");
            Masked(value, level);
            EndElement(value, ++i == fields.Count);
        }
        _path = outer;
    }

    private void Masked(HoconValue value, int level)
    {
        if (options.Mask?.Invoke(_path, value) is { } mask) _out.Append(mask);
        else Value(value, level);
    }

    private void EndElement(HoconValue value, bool last)
    {
        if (!last && !options.Relaxed) _out.Append(',');
        if (options is { Origins: true, Relaxed: true } && value is HoconScalar or HoconArray { Count: 0 } or HoconObject { Count: 0 })
            _out.Append("  # ").Append(value.Origin);
        if (options.Indented) _out.Append('\n');
    }

    private void Indent(int level)
    {
        if (options.Indented) _out.Append(' ', level * 2);
    }

    private string ScalarText(HoconScalar scalar) => scalar.Kind switch
    {
        HoconScalarKind.String => options.Relaxed && IsPlainWord(scalar.Text) ? scalar.Text : Quoting.String(scalar.Text),
        _ => scalar.Text,
    };

    private static bool IsPlainWord(string text)
    {
        if (text.Length == 0 || !char.IsAsciiLetter(text[0]) || text is "true" or "false" or "null") return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/')) return false;
        return !text.Contains("//", StringComparison.Ordinal);
    }
}
