namespace ActorPbx.Sip.Messages;

/// <summary>What a SIP request asks for: INVITE, BYE, REGISTER …; case-sensitive, unknown ones are kept (RFC 3261 §7.1).</summary>
public readonly struct SipMethod : IEquatable<SipMethod>
{
    private readonly string? _name;

    /// <summary>A method of this name; known names share one string.</summary>
    public SipMethod(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _name = name;
    }

    public static SipMethod Invite { get; } = new("INVITE");
    public static SipMethod Ack { get; } = new("ACK");
    public static SipMethod Bye { get; } = new("BYE");
    public static SipMethod Cancel { get; } = new("CANCEL");
    public static SipMethod Register { get; } = new("REGISTER");
    public static SipMethod Options { get; } = new("OPTIONS");
    public static SipMethod Info { get; } = new("INFO");
    public static SipMethod Message { get; } = new("MESSAGE");
    public static SipMethod Update { get; } = new("UPDATE");
    public static SipMethod Prack { get; } = new("PRACK");
    public static SipMethod Refer { get; } = new("REFER");
    public static SipMethod Subscribe { get; } = new("SUBSCRIBE");
    public static SipMethod Notify { get; } = new("NOTIFY");
    public static SipMethod Publish { get; } = new("PUBLISH");

    /// <summary>The token of the request line; empty for the default value.</summary>
    public string Name => _name ?? "";

    /// <summary>Whether this is one of the fourteen methods that have a property here.</summary>
    public bool IsKnown => FromBytes(System.Text.Encoding.UTF8.GetBytes(Name), out _);

    /// <summary>Reads a method token without allocating for the known ones.</summary>
    internal static SipMethod FromBytes(ReadOnlySpan<byte> token) => FromBytes(token, out var known) ? known : new SipMethod(System.Text.Encoding.UTF8.GetString(token));

    private static bool FromBytes(ReadOnlySpan<byte> token, out SipMethod method)
    {
        method = token.Length switch
        {
            3 => token.SequenceEqual("BYE"u8) ? Bye : token.SequenceEqual("ACK"u8) ? Ack : default,
            4 => token.SequenceEqual("INFO"u8) ? Info : default,
            5 => token.SequenceEqual("PRACK"u8) ? Prack : token.SequenceEqual("REFER"u8) ? Refer : default,
            6 => token.SequenceEqual("INVITE"u8) ? Invite : token.SequenceEqual("CANCEL"u8) ? Cancel
                : token.SequenceEqual("UPDATE"u8) ? Update : token.SequenceEqual("NOTIFY"u8) ? Notify : default,
            7 => token.SequenceEqual("OPTIONS"u8) ? Options : token.SequenceEqual("MESSAGE"u8) ? Message
                : token.SequenceEqual("PUBLISH"u8) ? Publish : default,
            8 => token.SequenceEqual("REGISTER"u8) ? Register : default,
            9 => token.SequenceEqual("SUBSCRIBE"u8) ? Subscribe : default,
            _ => default,
        };
        return method._name is not null;
    }

    public bool Equals(SipMethod other) => string.Equals(_name, other._name, StringComparison.Ordinal);
    public override bool Equals(object? obj) => obj is SipMethod other && Equals(other);
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    public static bool operator ==(SipMethod left, SipMethod right) => left.Equals(right);
    public static bool operator !=(SipMethod left, SipMethod right) => !left.Equals(right);
    public override string ToString() => Name;
}
