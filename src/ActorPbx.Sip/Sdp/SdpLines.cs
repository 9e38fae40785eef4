using System.Collections.Immutable;

namespace ActorPbx.Sip.Sdp;

/// <summary>What session and media level have in common: looking up and replacing lines without touching the others.</summary>
internal static class SdpLines
{
    /// <summary>The order of lines at either level (RFC 8866 §5); a new line goes before the first that must follow it.</summary>
    private const string Order = "vosiuepcbtrzka";

    public static string? Find(ImmutableArray<SdpLine> lines, char type)
    {
        foreach (var line in lines)
        {
            if (line.Type == type) return line.Value;
        }
        return null;
    }

    public static string? Attribute(ImmutableArray<SdpLine> lines, string name)
    {
        foreach (var line in lines)
        {
            if (line.IsAttribute(name)) return line.AttributeValue;
        }
        return null;
    }

    public static SdpDirection? Direction(ImmutableArray<SdpLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Type == 'a' && SdpDirections.TryParse(line.Value, out var direction)) return direction;
        }
        return null;
    }

    /// <summary>The lines with one of this type: the first replaced, others of the type removed; null removes all.</summary>
    public static ImmutableArray<SdpLine> WithLine(ImmutableArray<SdpLine> lines, char type, string? value)
    {
        var result = ImmutableArray.CreateBuilder<SdpLine>(lines.Length + 1);
        var isPut = value is null;
        foreach (var line in lines)
        {
            if (!isPut && (line.Type == type || Follows(line.Type, type)))
            {
                result.Add(new SdpLine(type, value!));
                isPut = true;
            }
            if (line.Type != type) result.Add(line);
        }
        if (!isPut) result.Add(new SdpLine(type, value!));
        return result.DrainToImmutable();
    }

    public static ImmutableArray<SdpLine> WithDirection(ImmutableArray<SdpLine> lines, SdpDirection direction) =>
        Replace(lines, line => line.Type == 'a' && SdpDirections.TryParse(line.Value, out _), SdpLine.Attribute(direction.Name()));

    /// <summary>The lines with one attribute of this name; an empty value makes a bare one, null removes it.</summary>
    public static ImmutableArray<SdpLine> WithAttribute(ImmutableArray<SdpLine> lines, string name, string? value) => value is null
        ? lines.RemoveAll(line => line.IsAttribute(name))
        : Replace(lines, line => line.IsAttribute(name), SdpLine.Attribute(name, value.Length == 0 ? null : value));

    private static ImmutableArray<SdpLine> Replace(ImmutableArray<SdpLine> lines, Func<SdpLine, bool> which, SdpLine with)
    {
        var result = ImmutableArray.CreateBuilder<SdpLine>(lines.Length + 1);
        var isPut = false;
        foreach (var line in lines)
        {
            if (!which(line))
            {
                result.Add(line);
                continue;
            }
            if (!isPut) result.Add(with);
            isPut = true;
        }
        if (!isPut) result.Add(with);
        return result.DrainToImmutable();
    }

    private static bool Follows(char type, char first) => Order.IndexOf(type) is var place && (place < 0 || place > Order.IndexOf(first));
}
