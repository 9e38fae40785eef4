using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace ActorPbx.Hocon.Binding;

/// <summary>The text forms of the types that settings are made of.</summary>
internal static class TextForms
{
    private static readonly Dictionary<Type, TextForm> BuiltIn = new()
    {
        [typeof(string)] = new("a string", text => text),
        [typeof(bool)] = new("true or false (or yes, no, on, off)", ParseBoolean),
        [typeof(TimeSpan)] = new("a duration such as '30s' or '500ms'",
            text => HoconDuration.TryParse(text, out var duration) ? duration : throw new FormatException()),
        [typeof(DataSize)] = new("a size such as '64 KiB' or '10MB'", text => DataSize.TryParse(text, out var size) ? size : throw new FormatException()),
        [typeof(HoconPeriod)] = new("a period such as '7d' or '3 months'", text => HoconPeriod.TryParse(text, out var period) ? period : throw new FormatException()),
        [typeof(IPAddress)] = new("an IP address", ParseAddress),
        [typeof(IPEndPoint)] = new("an IP address and port", text => IPEndPoint.Parse(text)),
        [typeof(IPNetwork)] = new("an IP network such as '10.0.0.0/8'", text => ParseNetwork(text)),
        [typeof(Uri)] = new("a URI", text => new Uri(text, UriKind.RelativeOrAbsolute)),
        [typeof(float)] = new("a number", text => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        [typeof(double)] = new("a number", text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        [typeof(decimal)] = new("a number", text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
    };

    private static readonly ConcurrentDictionary<Type, TextForm?> Found = new();

    /// <summary>The text form of a type; null when it has none and is a section, a list or a dictionary.</summary>
    public static TextForm? Of(Type type, HoconBindOptions options)
    {
        if (options.TextForms.TryGetValue(type, out var own) || BuiltIn.TryGetValue(type, out own)) return own;
        if (Found.GetOrAdd(type, Find) is { } found) return found;
        // A value type around one scalar, such as an extension's number, is written as that scalar.
        if (!type.IsValueType || type.IsPrimitive || Model.Of(type) is not { Constructor: { } constructor, Members: [{ Parameter: not null } only] }) return null;
        return Of(only.Type, options) is { } inner
            ? new TextForm(inner.Expected, text => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [inner.Parse(text)], null))
            : null;
    }

    private static TextForm? Find(Type type)
    {
        if (type.IsEnum) return OfEnum(type);
        var parsable = type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>) && i.GenericTypeArguments[0] == type);
        if (!parsable) return null;
        var whole = IsWhole(type);
        var parse = typeof(TextForms).GetMethod(nameof(Parse), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
            .CreateDelegate<Func<string, object>>();
        return new TextForm(whole ? "a whole number" : $"a value of type {type.Name}", whole ? text => parse(WholeText(text)) : parse);
    }

    /// <summary>A whole number of bytes, written as a size.</summary>
    public static TextForm Bytes(Type type) => new("a size such as '64 KiB' or '10MB'", text => DataSize.TryParse(text, out var size)
        ? Convert.ChangeType(size.Bytes, type, CultureInfo.InvariantCulture)
        : throw new FormatException());

    public static bool IsWhole(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    private static object Parse<T>(string text) where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);

    // 1e3 and 5.0 are whole numbers to JSON.
    private static string WholeText(string text)
    {
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0) return text;
        var number = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return decimal.Truncate(number) == number ? decimal.Truncate(number).ToString(CultureInfo.InvariantCulture) : throw new FormatException();
    }

    // HOCON "Automatic type conversions": exactly these six words.
    private static object ParseBoolean(string text) => text switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => throw new FormatException(),
    };

    // The platform also takes "10.1" for 10.0.0.1; in a configuration that is a slip.
    private static object ParseAddress(string text)
    {
        var address = IPAddress.Parse(text);
        return text.Contains(':') || text.Count(c => c == '.') == 3 ? address : throw new FormatException();
    }

    private static IPNetwork ParseNetwork(string text)
    {
        if (text.Contains('/')) return IPNetwork.Parse(text);
        var address = (IPAddress)ParseAddress(text);
        return new IPNetwork(address, address.GetAddressBytes().Length * 8);
    }

    private static TextForm OfEnum(Type type)
    {
        var names = Enum.GetNames(type).ToDictionary(KeyNames.Kebab, name => Enum.Parse(type, name), StringComparer.OrdinalIgnoreCase);
        return new TextForm("one of " + string.Join(", ", names.Keys), text =>
        {
            if (names.TryGetValue(text, out var value) || names.TryGetValue(KeyNames.Kebab(text), out value)) return value;
            var nearest = KeyNames.Nearest(text, names.Keys);
            throw new FormatException(nearest is null ? null : $"did you mean '{nearest}'?");
        });
    }
}
