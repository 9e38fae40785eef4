using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>A SIP request or response: header fields and a body. What is read from a header is kept until that header changes.</summary>
public abstract class SipMessage
{
    // What was good enough to be kept is good enough to be read again.
    private protected static readonly SipLimits Unbounded = SipLimits.Default with { MaxHeaders = int.MaxValue, MaxUriBytes = int.MaxValue };

    private HeaderList? _headers;
    private string? _callId;
    private NameAddress? _from;
    private NameAddress? _to;
    private Via? _topVia;
    private CSeq _cseq;
    private bool _hasCSeq;
    private IReadOnlyList<NameAddress>? _contacts;
    private IReadOnlyList<NameAddress>? _routes;
    private IReadOnlyList<NameAddress>? _recordRoutes;

    private protected SipMessage(HeaderList headers) => _headers = headers;

    /// <summary>The message as it was put away last; null for one that never was.</summary>
    private protected byte[]? Folded { get; private set; }

    private protected int StartLineLength => Folded.AsSpan().IndexOf("\r\n"u8);

    public HeaderList Headers => _headers ?? Unfold();

    /// <summary>The body's bytes; Content-Length is the writer's business.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Whether the message was put away by <see cref="Fold"/> and nobody has asked for its headers since.</summary>
    public bool IsFolded => _headers is null;

    /// <exception cref="FormatException">Missing; never so in a parsed message.</exception>
    public string CallId
    {
        get
        {
            if (Headers.TakeChanged(HeaderId.CallId)) _callId = null;
            return _callId ??= Headers.Get(HeaderName.CallId) ?? throw Missing(HeaderName.CallId);
        }
    }

    /// <exception cref="FormatException">Missing or bad; never so in a parsed message.</exception>
    public CSeq CSeq
    {
        get
        {
            if (Headers.TakeChanged(HeaderId.CSeq)) _hasCSeq = false;
            if (!_hasCSeq) CSeq = Headers.TryGetRaw(HeaderName.CSeq, out var raw) && CSeqSyntax.TryParse(raw.Span, out var read) ? read : throw Missing(HeaderName.CSeq);
            return _cseq;
        }
        private set
        {
            _cseq = value;
            _hasCSeq = true;
        }
    }

    /// <exception cref="FormatException">Missing or bad; never so in a parsed message.</exception>
    public NameAddress From
    {
        get
        {
            if (Headers.TakeChanged(HeaderId.From)) _from = null;
            return _from ??= Address(HeaderName.From) ?? throw Missing(HeaderName.From);
        }
    }

    /// <exception cref="FormatException">Missing or bad; never so in a parsed message.</exception>
    public NameAddress To
    {
        get
        {
            if (Headers.TakeChanged(HeaderId.To)) _to = null;
            return _to ??= Address(HeaderName.To) ?? throw Missing(HeaderName.To);
        }
    }

    public string? FromTag => From.Tag;
    public string? ToTag => To.Tag;

    /// <exception cref="FormatException">Missing or bad; never so in a parsed message.</exception>
    public Via TopVia
    {
        get
        {
            if (Headers.TakeChanged(HeaderId.Via)) _topVia = null;
            return _topVia ??= FirstVia() ?? throw Missing(HeaderName.Via);
        }
    }

    /// <summary>Media type with its parameters as written, or null.</summary>
    public string? ContentType => Headers.Get(HeaderName.ContentType);

    /// <summary>Hops left; null when missing or no number.</summary>
    public int? MaxForwards => Number(HeaderName.MaxForwards);

    /// <summary>Seconds; null when missing or no number (RFC 3261 §10.2.1.1 has a bad value taken as an hour by registrars).</summary>
    public int? Expires => Number(HeaderName.Expires);

    /// <summary>The first Contact, or null when there is none that can be read.</summary>
    public NameAddress? Contact => Contacts is { Count: > 0 } contacts ? contacts[0] : null;

    /// <summary>All Contacts that can be read; empty for <c>Contact: *</c>.</summary>
    public IReadOnlyList<NameAddress> Contacts => Addresses(ref _contacts, HeaderName.Contact);

    /// <summary>Whether this is the <c>Contact: *</c> of a REGISTER that removes all bindings.</summary>
    public bool HasWildcardContact => Headers.TryGetRaw(HeaderName.Contact, out var value) && SipCharacters.Trim(value.Span).SequenceEqual("*"u8);

    public IReadOnlyList<NameAddress> Routes => Addresses(ref _routes, HeaderName.Route);
    public IReadOnlyList<NameAddress> RecordRoutes => Addresses(ref _recordRoutes, HeaderName.RecordRoute);

    /// <summary>The first address of any header whose value is one (Refer-To, P-Asserted-Identity …); null when missing or bad.</summary>
    public NameAddress? Address(HeaderName name)
    {
        foreach (var value in RawValues(name)) return NameAddress.TryParse(value, out var address) ? address : null;
        return null;
    }

    /// <summary>Whether an option tag (100rel, replaces, timer …) stands in Supported, Require or another list of tokens.</summary>
    public bool HasOption(HeaderName name, string option)
    {
        foreach (var value in RawValues(name))
        {
            if (Ascii.EqualsIgnoreCase(value.Span, option)) return true;
        }
        return false;
    }

    /// <summary>Puts a hop on top of the way.</summary>
    public void PrependVia(Via via)
    {
        ArgumentNullException.ThrowIfNull(via);
        Headers.Prepend(HeaderName.Via, via.Bytes);
        KeepVia(via);
    }

    /// <summary>Puts this hop in the place of the topmost one.</summary>
    public void ReplaceTopVia(Via via)
    {
        ArgumentNullException.ThrowIfNull(via);
        if (!Headers.TryReplaceFirst(HeaderName.Via, via.Bytes)) Headers.ReplaceFirst(HeaderName.Via, via.ToString());
        KeepVia(via);
    }

    /// <summary>Takes the topmost hop away, as a proxy does with a response.</summary>
    public bool RemoveTopVia() => Headers.RemoveFirst(HeaderName.Via);

    internal RawHeaderValues RawValues(HeaderName name) => new(Headers, name);

    /// <summary>What the parser has read already need not be read again.</summary>
    internal void Keep(NameAddress from, NameAddress to, Via topVia, CSeq cseq)
    {
        _from = from;
        _to = to;
        KeepVia(topVia);
        CSeq = cseq;
    }

    /// <summary>A response shares what was read from its request.</summary>
    internal void KeepFrom(SipMessage request)
    {
        Headers.TakeChanged(HeaderId.From);
        Headers.TakeChanged(HeaderId.CallId);
        Headers.TakeChanged(HeaderId.CSeq);
        _from = request._from;
        _callId = request._callId;
        KeepVia(request._topVia);
        _cseq = request._cseq;
        _hasCSeq = request._hasCSeq;
    }

    internal void KeepVia(Via? via)
    {
        Headers.TakeChanged(HeaderId.Via);
        _topVia = via;
    }

    /// <summary>
    /// Puts the message away as the bytes that it is on the wire, a third of its size, for whoever keeps it long and will hardly look at it again. Whoever asks for its
    /// headers takes them apart once more. Nobody else may change it in that moment.
    /// </summary>
    public virtual void Fold()
    {
        if (IsFolded) return;
        byte[] folded = SipWriter.ToArray(this);
        (Folded, Body) = (folded, folded.AsMemory(folded.Length - Body.Length));
        (_callId, _from, _to, _topVia) = (null, null, null, null);
        (_contacts, _routes, _recordRoutes) = (null, null, null);
        Volatile.Write(ref _headers, null);
    }

    private HeaderList Unfold()
    {
        int headEnd = Folded.AsSpan().IndexOf("\r\n\r\n"u8);
        var reader = new HeaderReader(Folded!, headEnd, Unbounded);
        reader.Read(Math.Min(StartLineLength + 2, headEnd));
        return Interlocked.CompareExchange(ref _headers, new HeaderList(reader.Entries, reader.Count), null) ?? _headers;
    }

    private Via? FirstVia()
    {
        foreach (var value in RawValues(HeaderName.Via)) return Via.TryParse(value, out var via) ? via : null;
        return null;
    }

    private int? Number(HeaderName name) =>
        Headers.TryGetRaw(name, out var value) && SipNumber.TryParse(value.Span, out int number) ? number : null;

    private IReadOnlyList<NameAddress> Addresses(ref IReadOnlyList<NameAddress>? cache, HeaderName name)
    {
        if (Headers.TakeChanged(name.Id)) cache = null;
        return cache ??= ReadAddresses(name);
    }

    private IReadOnlyList<NameAddress> ReadAddresses(HeaderName name)
    {
        NameAddress? first = null;
        List<NameAddress>? several = null;
        foreach (var value in RawValues(name))
        {
            if (!NameAddress.TryParse(value, out var address)) continue;
            if (first is null) first = address;
            else (several ??= [first]).Add(address);
        }
        return several ?? (IReadOnlyList<NameAddress>)(first is null ? [] : [first]);
    }

    private static FormatException Missing(HeaderName name) => new($"The message has no readable {name}.");
}
