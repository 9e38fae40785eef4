using ActorPbx.Domain.Media;

namespace ActorPbx.Domain.Registration;

/// <summary>One binding of an address of record: a device that registered (RFC 3261 §10).</summary>
/// <param name="Contact">The contact URI as the device gave it.</param>
/// <param name="Instance">Its +sip.instance (RFC 5626 §4.1), or empty.</param>
/// <param name="SipCallId">Call-ID of the REGISTER that made or refreshed it.</param>
/// <param name="CSeq">CSeq number of that REGISTER.</param>
/// <param name="Quality">q-value in thousandths, 0–1000.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RegisteredAt">When it was first made.</param>
/// <param name="Transport">udp, tcp or tls: how the REGISTER came.</param>
/// <param name="Received">Where the REGISTER came from.</param>
/// <param name="BehindNat">True when the device did not know the address it was seen with, so that requests go to <paramref name="Received"/>.</param>
/// <param name="Connection">The stream connection it came over; 0 for UDP and after a restart.</param>
/// <param name="UserAgent">Its User-Agent header, or empty.</param>
public sealed record Binding(
    string Contact,
    string Instance,
    string SipCallId,
    uint CSeq,
    int Quality,
    DateTimeOffset ExpiresAt,
    DateTimeOffset RegisteredAt,
    string Transport,
    TransportAddress Received,
    bool BehindNat,
    long Connection,
    string UserAgent)
{
    /// <summary>Which of several flows of the instance this is (RFC 5626 §4.2); 0 for a device that speaks of none.</summary>
    public int RegId { get; init; }

    /// <summary>The proxies between here and the device, as Route header values by commas (RFC 3327); empty: none.</summary>
    public string Path { get; init; } = "";
}
