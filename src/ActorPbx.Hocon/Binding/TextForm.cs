namespace ActorPbx.Hocon.Binding;

/// <summary>How a type is written as a scalar: the words for it in problems, and its parser.</summary>
internal sealed record TextForm(string Expected, Func<string, object> Parse);
