namespace ActorPbx.Sip.Sdp;

/// <summary>One <c>type=value</c> line of a session description, value exactly as written.</summary>
public readonly record struct SdpLine(char Type, string Value)
{
    /// <summary>The name of an attribute line: what stands before the colon; empty for other lines.</summary>
    public ReadOnlySpan<char> AttributeName => Type != 'a' ? default : Value.AsSpan(0, Value.IndexOf(':') is var colon and >= 0 ? colon : Value.Length);

    /// <summary>What stands after an attribute's colon; empty when there is none.</summary>
    public string AttributeValue => Type == 'a' && Value.IndexOf(':') is var colon and >= 0 ? Value[(colon + 1)..] : "";

    public bool IsAttribute(string name) => Type == 'a' && AttributeName.SequenceEqual(name);

    public static SdpLine Attribute(string name, string? value = null) => new('a', value is null ? name : $"{name}:{value}");

    public override string ToString() => $"{Type}={Value}";
}
