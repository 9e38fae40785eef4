using System.Globalization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Transactions;

/// <summary>What a message is matched to its transaction by, as 64-bit hashes.</summary>
internal static class TransactionKeys
{
    /// <summary>
    /// RFC 3261 §17.2.3: branch, sent-by and method; ACK and CANCEL are looked up under the method of their INVITE. Branches without the cookie are
    /// of RFC 2543 and are matched by what identified a request there.
    /// </summary>
    public static ulong OfServer(SipRequest request, SipMethod method)
    {
        Via via = request.TopVia;
        ulong key = via.HasMagicBranch ? SipHash.Of(via.Branch) : OfOldRequest(request, via);
        key = SipHash.Of(via.Host, key);
        return SipHash.Of(method.Name, key ^ (uint)(via.Port ?? 0));
    }

    /// <summary>RFC 3261 §8.2.2.2: one request that reached this server by two ways has these in common.</summary>
    public static ulong OfMerged(SipRequest request)
    {
        ulong key = SipHash.Of(request.CallId);
        key = SipHash.Of(request.FromTag, key);
        key = SipHash.Of(request.CSeq.Number, key);
        return SipHash.Of(request.CSeq.Method.Name, key);
    }

    /// <summary>RFC 3261 §13.3.1.4: the ACK of a 2xx is a transaction of its own and is known by its dialog and CSeq number.</summary>
    public static ulong OfAck(string callId, string? localTag, uint sequence)
    {
        ulong key = SipHash.Of(callId);
        key = SipHash.Of(localTag, key);
        return SipHash.Of(sequence, key);
    }

    /// <summary>RFC 3261 §17.1.3: the branch and the method of CSeq.</summary>
    public static ulong OfClient(string branch, SipMethod method) => SipHash.Of(method.Name, SipHash.Of(branch));

    /// <summary>A To tag that this server would give to a request: the same each time it is seen.</summary>
    public static string LocalTag(ulong key) => SipHash.Of(0x7461, key).ToString("x16", CultureInfo.InvariantCulture);

    private static ulong OfOldRequest(SipRequest request, Via via)
    {
        ulong key = SipHash.Of(via.Branch);
        key = SipHash.Of(request.CallId, key);
        key = SipHash.Of(request.FromTag, key);
        key = SipHash.Of(request.RequestUri.ToString(), key);
        return SipHash.Of(request.CSeq.Number, key);
    }
}
