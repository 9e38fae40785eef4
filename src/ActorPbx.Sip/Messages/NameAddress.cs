using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>Who is meant in From, To, Contact, Route and their kin: a display name, a URI and parameters; immutable.</summary>
public sealed class NameAddress
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly NameAddressLayout _layout;
    private SipUri? _uri;
    private string? _tag;

    internal NameAddress(ReadOnlyMemory<byte> text, in NameAddressLayout layout)
    {
        _text = text;
        _layout = layout;
    }

    /// <summary>An address with an optional display name, which is quoted as needed.</summary>
    public NameAddress(SipUri uri, string? displayName = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (displayName is not null && HeaderText.IsUnsafe(displayName)) throw new ArgumentException("A display name holds no line ends.", nameof(displayName));
        var display = string.IsNullOrEmpty(displayName) ? "" : QuotedText.Quote(displayName) + " ";
        _text = Encoding.UTF8.GetBytes($"{display}<{uri}>");
        if (!NameAddressSyntax.TryScan(_text.Span, out _layout)) throw new ArgumentException("Not an address.", nameof(uri));
    }

    /// <summary>Unquoted and unescaped; null when there is none.</summary>
    public string? DisplayName => _layout.DisplayLength == 0 ? null : QuotedText.Unquote(_text.Span.Slice(_layout.DisplayStart, _layout.DisplayLength));

    public SipUri Uri => _uri ??= new SipUri(_text.Slice(_layout.UriStart, _layout.UriLength), _layout.Uri);

    public ParameterList Parameters => new(_text[_layout.ParametersStart..], escaped: false);

    /// <summary>The dialog's tag of From and To; null when there is none.</summary>
    public string? Tag => _tag ??= Parameters.Get("tag");

    internal ReadOnlySpan<byte> Raw => _text.Span;
    internal ReadOnlySpan<byte> RawUri => _text.Span.Slice(_layout.UriStart, _layout.UriLength);

    public static bool TryParse(ReadOnlyMemory<byte> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NameAddress? address)
    {
        address = NameAddressSyntax.TryScan(text.Span, out var layout) ? new NameAddress(text, layout) : null;
        return address is not null;
    }

    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        return !string.IsNullOrEmpty(text) && TryParse(Encoding.UTF8.GetBytes(text), out address);
    }

    /// <exception cref="FormatException">The text is no name-addr and no addr-spec.</exception>
    public static NameAddress Parse(string text) => TryParse(text, out var address) ? address : throw new FormatException($"Not an address: {text}");

    /// <summary>The same address with this tag.</summary>
    public NameAddress WithTag(string tag) => WithParameter("tag", tag);

    /// <summary>The same address with this header parameter set; the value is a token, a host or a quoted string.</summary>
    public NameAddress WithParameter(string name, string? value = null) =>
        Parse(Encoding.UTF8.GetString(_text.Span[.._layout.ParametersStart]) + Parameters.With(name, value));

    public NameAddress WithoutParameter(string name) =>
        Parse(Encoding.UTF8.GetString(_text.Span[.._layout.ParametersStart]) + Parameters.Without(name));

    /// <summary>The header value as it was read.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_text.Span);
}
