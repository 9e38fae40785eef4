using System.Globalization;

namespace ActorPbx.Sip.Messages;

/// <summary>A request's place in its dialog: sequence number and method (RFC 3261 §20.16).</summary>
public readonly record struct CSeq(uint Number, SipMethod Method)
{
    /// <summary>RFC 3261 §8.1.1.5: the number is less than 2**31.</summary>
    public const uint MaxNumber = int.MaxValue;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method.Name}");
}
