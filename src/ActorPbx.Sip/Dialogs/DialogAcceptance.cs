namespace ActorPbx.Sip.Dialogs;

/// <summary>What a dialog thinks of a request that came to it.</summary>
public enum DialogVerdict
{
    Ok,

    /// <summary>RFC 3261 §12.2.2: its CSeq is lower than one before: 500.</summary>
    OutOfOrder,

    /// <summary>Call-ID or tags are another dialog's: 481.</summary>
    NotThisDialog,
}

/// <summary>The verdict on a request, and the dialog after it.</summary>
public readonly record struct DialogAcceptance(DialogState Next, DialogVerdict Verdict);
