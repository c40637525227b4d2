package fr.entkit.conformance

/** What is made of the `in` of a case; a story compares step by step. */
internal typealias Suite = (Node) -> Node

/** Every suite by its name. */
internal val suites: Map<String, Suite> =
    placeSuites +
        personSuites +
        guardianshipSuites +
        charterSuites +
        contactSuites +
        cardSuites +
        redListSuites +
        entSuites +
        passwordSuites +
        hashSuites +
        loginSuites +
        zoneSuites +
        codeSuites +
        letterSuites +
        noticeSuites +
        consentSuites +
        mapOf(
            "story.sms_code" to ::smsCode,
            "story.guardian_sms" to ::guardianSms,
            "story.letter" to ::letterStory,
            "story.pairing" to ::pairingStory,
            "story.email_link" to ::emailLinkStory,
            "story.throttle" to ::throttleStory,
        )
