using System.Buffers;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>The name of a SIP header field; compact forms and letter case are made canonical, unknown names are kept.</summary>
public readonly struct HeaderName : IEquatable<HeaderName>
{
    private readonly string? _unknown;

    /// <summary>A header by any of its names: <c>Via</c>, <c>via</c> or <c>v</c>.</summary>
    /// <exception cref="ArgumentException">The name is no token of RFC 3261 §25.1.</exception>
    public HeaderName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Id = KnownHeaders.Find(name);
        if (Id != HeaderId.Unknown) return;
        if (name.AsSpan().ContainsAnyExcept(SipCharacters.TokenChars)) throw new ArgumentException("A header name is a token.", nameof(name));
        _unknown = name;
    }

    private HeaderName(HeaderId id) => Id = id;

    internal HeaderName(HeaderId id, string? unknown)
    {
        Id = id;
        _unknown = unknown;
    }

    public static HeaderName Via => new(HeaderId.Via);
    public static HeaderName From => new(HeaderId.From);
    public static HeaderName To => new(HeaderId.To);
    public static HeaderName CallId => new(HeaderId.CallId);
    public static HeaderName CSeq => new(HeaderId.CSeq);
    public static HeaderName Contact => new(HeaderId.Contact);
    public static HeaderName Route => new(HeaderId.Route);
    public static HeaderName RecordRoute => new(HeaderId.RecordRoute);
    public static HeaderName MaxForwards => new(HeaderId.MaxForwards);
    public static HeaderName ContentLength => new(HeaderId.ContentLength);
    public static HeaderName ContentType => new(HeaderId.ContentType);
    public static HeaderName Expires => new(HeaderId.Expires);
    public static HeaderName MinExpires => new(HeaderId.MinExpires);
    public static HeaderName Allow => new(HeaderId.Allow);
    public static HeaderName Supported => new(HeaderId.Supported);
    public static HeaderName Require => new(HeaderId.Require);
    public static HeaderName ProxyRequire => new(HeaderId.ProxyRequire);
    public static HeaderName Unsupported => new(HeaderId.Unsupported);
    public static HeaderName UserAgent => new(HeaderId.UserAgent);
    public static HeaderName Server => new(HeaderId.Server);
    public static HeaderName Authorization => new(HeaderId.Authorization);
    public static HeaderName ProxyAuthorization => new(HeaderId.ProxyAuthorization);
    public static HeaderName WwwAuthenticate => new(HeaderId.WwwAuthenticate);
    public static HeaderName ProxyAuthenticate => new(HeaderId.ProxyAuthenticate);
    public static HeaderName AuthenticationInfo => new(HeaderId.AuthenticationInfo);
    public static HeaderName Accept => new(HeaderId.Accept);
    public static HeaderName AcceptContact => new(HeaderId.AcceptContact);
    public static HeaderName AcceptEncoding => new(HeaderId.AcceptEncoding);
    public static HeaderName AcceptLanguage => new(HeaderId.AcceptLanguage);
    public static HeaderName AlertInfo => new(HeaderId.AlertInfo);
    public static HeaderName AllowEvents => new(HeaderId.AllowEvents);
    public static HeaderName CallInfo => new(HeaderId.CallInfo);
    public static HeaderName ContentDisposition => new(HeaderId.ContentDisposition);
    public static HeaderName ContentEncoding => new(HeaderId.ContentEncoding);
    public static HeaderName ContentLanguage => new(HeaderId.ContentLanguage);
    public static HeaderName Date => new(HeaderId.Date);
    public static HeaderName Diversion => new(HeaderId.Diversion);
    public static HeaderName ErrorInfo => new(HeaderId.ErrorInfo);
    public static HeaderName Event => new(HeaderId.Event);
    public static HeaderName FlowTimer => new(HeaderId.FlowTimer);
    public static HeaderName Geolocation => new(HeaderId.Geolocation);
    public static HeaderName HistoryInfo => new(HeaderId.HistoryInfo);
    public static HeaderName Identity => new(HeaderId.Identity);
    public static HeaderName IdentityInfo => new(HeaderId.IdentityInfo);
    public static HeaderName InfoPackage => new(HeaderId.InfoPackage);
    public static HeaderName InReplyTo => new(HeaderId.InReplyTo);
    public static HeaderName Join => new(HeaderId.Join);
    public static HeaderName MaxBreadth => new(HeaderId.MaxBreadth);
    public static HeaderName MimeVersion => new(HeaderId.MimeVersion);
    public static HeaderName MinSE => new(HeaderId.MinSE);
    public static HeaderName Organization => new(HeaderId.Organization);
    public static HeaderName PAssertedIdentity => new(HeaderId.PAssertedIdentity);
    public static HeaderName PAssociatedUri => new(HeaderId.PAssociatedUri);
    public static HeaderName PCalledPartyId => new(HeaderId.PCalledPartyId);
    public static HeaderName PEarlyMedia => new(HeaderId.PEarlyMedia);
    public static HeaderName PPreferredIdentity => new(HeaderId.PPreferredIdentity);
    public static HeaderName Path => new(HeaderId.Path);
    public static HeaderName Priority => new(HeaderId.Priority);
    public static HeaderName Privacy => new(HeaderId.Privacy);
    public static HeaderName RAck => new(HeaderId.RAck);
    public static HeaderName Reason => new(HeaderId.Reason);
    public static HeaderName RecvInfo => new(HeaderId.RecvInfo);
    public static HeaderName ReferSub => new(HeaderId.ReferSub);
    public static HeaderName ReferTo => new(HeaderId.ReferTo);
    public static HeaderName ReferredBy => new(HeaderId.ReferredBy);
    public static HeaderName RejectContact => new(HeaderId.RejectContact);
    public static HeaderName RemotePartyId => new(HeaderId.RemotePartyId);
    public static HeaderName Replaces => new(HeaderId.Replaces);
    public static HeaderName ReplyTo => new(HeaderId.ReplyTo);
    public static HeaderName RequestDisposition => new(HeaderId.RequestDisposition);
    public static HeaderName RetryAfter => new(HeaderId.RetryAfter);
    public static HeaderName RSeq => new(HeaderId.RSeq);
    public static HeaderName ServiceRoute => new(HeaderId.ServiceRoute);
    public static HeaderName SessionExpires => new(HeaderId.SessionExpires);
    public static HeaderName SessionId => new(HeaderId.SessionId);
    public static HeaderName SipETag => new(HeaderId.SipETag);
    public static HeaderName SipIfMatch => new(HeaderId.SipIfMatch);
    public static HeaderName Subject => new(HeaderId.Subject);
    public static HeaderName SubscriptionState => new(HeaderId.SubscriptionState);
    public static HeaderName TargetDialog => new(HeaderId.TargetDialog);
    public static HeaderName Timestamp => new(HeaderId.Timestamp);
    public static HeaderName UserToUser => new(HeaderId.UserToUser);
    public static HeaderName Warning => new(HeaderId.Warning);

    internal HeaderId Id { get; }

    /// <summary>The canonical name; for an unknown header the name as written.</summary>
    public string Name => Id != HeaderId.Unknown ? KnownHeaders.Name(Id) : _unknown ?? "";

    /// <summary>Whether several values may share one header field, parted by commas.</summary>
    public bool IsList => KnownHeaders.IsList(Id);

    public bool Equals(HeaderName other) =>
        Id == other.Id && (Id != HeaderId.Unknown || string.Equals(_unknown, other._unknown, StringComparison.OrdinalIgnoreCase));

    public override bool Equals(object? obj) => obj is HeaderName other && Equals(other);
    public override int GetHashCode() => Id != HeaderId.Unknown ? (int)Id : Name.GetHashCode(StringComparison.OrdinalIgnoreCase);
    public static bool operator ==(HeaderName left, HeaderName right) => left.Equals(right);
    public static bool operator !=(HeaderName left, HeaderName right) => !left.Equals(right);
    public override string ToString() => Name;
}
