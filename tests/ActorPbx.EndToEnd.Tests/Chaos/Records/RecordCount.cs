namespace ActorPbx.EndToEnd.Tests.Chaos.Records;

/// <summary>The half of a call as headquarters must have it.</summary>
/// <param name="Branch">Whose it is.</param>
/// <param name="Side">O for the caller's, T for the called side's.</param>
/// <param name="Caller">Calling number.</param>
/// <param name="Called">Number that was dialled.</param>
/// <param name="IsInterrupted">The node died during the call.</param>
internal readonly record struct RecordedHalf(string Branch, string Side, string Caller, string Called, bool IsInterrupted);

/// <summary>The records that headquarters has of a load, beside those that it must have.</summary>
/// <param name="Expected">Records that must be there.</param>
/// <param name="Found">Records that are there.</param>
/// <param name="Missing">Of those that must be there.</param>
/// <param name="Doubled">Of those that are there, beyond what may be.</param>
/// <param name="Differences">Which are missing or too many.</param>
internal sealed record RecordCount(int Expected, int Found, int Missing, int Doubled, string Differences);
