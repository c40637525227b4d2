@file:JvmName("Codes")

package fr.entkit

import fr.entkit.ffi.Channel
import fr.entkit.ffi.ConsentAct
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ConsentSource
import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.IdentitySource
import fr.entkit.ffi.Level
import fr.entkit.ffi.OnboardingStep
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.Region

// Stored and sent values hold codes, which are the same in every language. They are read back
// exactly, null standing for a code that is not in the list.

/** The channel of notifications with this code, such as `sms`. */
@JvmName("channelOrNull")
public fun Channel.Companion.fromCodeOrNull(code: String): Channel? = channelByCode[code]

/** The act of a consent log with this code, such as `granted`. */
@JvmName("consentActOrNull")
public fun ConsentAct.Companion.fromCodeOrNull(code: String): ConsentAct? = consentActByCode[code]

/** The purpose of notifications with this code, such as `partners`. */
@JvmName("consentPurposeOrNull")
public fun ConsentPurpose.Companion.fromCodeOrNull(code: String): ConsentPurpose? =
    consentPurposeByCode[code]

/** The source of a consent with this code, such as `onboarding`. */
@JvmName("consentSourceOrNull")
public fun ConsentSource.Companion.fromCodeOrNull(code: String): ConsentSource? =
    consentSourceByCode[code]

/** The kind of word with this code, such as `school`. */
@JvmName("contextKindOrNull")
public fun ContextKind.Companion.fromCodeOrNull(code: String): ContextKind? =
    contextKindByCode[code]

/** The kind of establishment with this code, such as `college`. */
@JvmName("establishmentKindOrNull")
public fun EstablishmentKind.Companion.fromCodeOrNull(code: String): EstablishmentKind? =
    establishmentKindByCode[code]

/** The source of identities with this code, such as `educonnect`. */
@JvmName("identitySourceOrNull")
public fun IdentitySource.Companion.fromCodeOrNull(code: String): IdentitySource? =
    identitySourceByCode[code]

/** The level of schooling with this code, such as `lycee`. */
@JvmName("levelOrNull")
public fun Level.Companion.fromCodeOrNull(code: String): Level? = levelByCode[code]

/** The step of the first connection with this code, such as `charter`. */
@JvmName("onboardingStepOrNull")
public fun OnboardingStep.Companion.fromCodeOrNull(code: String): OnboardingStep? =
    onboardingStepByCode[code]

/** The slot of a contact card with this code, such as `own_1`. */
@JvmName("phoneSlotOrNull")
public fun PhoneSlot.Companion.fromCodeOrNull(code: String): PhoneSlot? = phoneSlotByCode[code]

/** The kind of portal with this code, such as `region`. */
@JvmName("portalKindOrNull")
public fun PortalKind.Companion.fromCodeOrNull(code: String): PortalKind? = portalKindByCode[code]

/** The profile of the SDET with this code, such as `ELV`. */
@JvmName("profileOrNull")
public fun Profile.Companion.fromCodeOrNull(code: String): Profile? = profileByCode[code]

/** The system that spells profiles with this code, such as `gar`. */
@JvmName("profileSystemOrNull")
public fun ProfileSystem.Companion.fromCodeOrNull(code: String): ProfileSystem? =
    profileSystemByCode[code]

/** The region where a number is typed with this code, such as `RE`. */
@JvmName("regionOrNull")
public fun Region.Companion.fromCodeOrNull(code: String): Region? = regionByCode[code]

private val channelByCode by lazy { Channel.entries.associateBy(Channel::code) }
private val consentActByCode by lazy { ConsentAct.entries.associateBy(ConsentAct::code) }
private val consentPurposeByCode by lazy {
    ConsentPurpose.entries.associateBy(ConsentPurpose::code)
}
private val consentSourceByCode by lazy { ConsentSource.entries.associateBy(ConsentSource::code) }
private val contextKindByCode by lazy { ContextKind.entries.associateBy(ContextKind::code) }
private val establishmentKindByCode by lazy {
    EstablishmentKind.entries.associateBy(EstablishmentKind::code)
}
private val identitySourceByCode by lazy {
    IdentitySource.entries.associateBy(IdentitySource::code)
}
private val levelByCode by lazy { Level.entries.associateBy(Level::code) }
private val onboardingStepByCode by lazy {
    OnboardingStep.entries.associateBy(OnboardingStep::code)
}
private val phoneSlotByCode by lazy { PhoneSlot.entries.associateBy(PhoneSlot::code) }
private val portalKindByCode by lazy { PortalKind.entries.associateBy(PortalKind::code) }
private val profileByCode by lazy { Profile.entries.associateBy(Profile::code) }
private val profileSystemByCode by lazy { ProfileSystem.entries.associateBy(ProfileSystem::code) }
private val regionByCode by lazy { Region.entries.associateBy(Region::code) }
