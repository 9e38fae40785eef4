using System.Net;

namespace ActorPbx.Pbx.Media;

/// <summary>Where the media of a party to a call are, as far as its signalling shows it.</summary>
/// <param name="Seen">The address that its messages come from or go to.</param>
/// <param name="Media">The address at which it wants media; the same while it has not said so.</param>
/// <param name="BehindNat">It calls itself by another address than the one it is seen with.</param>
public readonly record struct MediaPlace(IPAddress Seen, IPAddress Media, bool BehindNat)
{
    /// <summary>A party that is where it is seen.</summary>
    public static MediaPlace At(IPAddress seen) => new(seen, seen, BehindNat: false);
}
