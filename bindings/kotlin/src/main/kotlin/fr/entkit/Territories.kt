@file:JvmName("Territories")

package fr.entkit

import fr.entkit.ffi.AcademicRegion
import fr.entkit.ffi.Academy
import fr.entkit.ffi.AdministrativeRegion
import fr.entkit.ffi.Country
import fr.entkit.ffi.Department
import fr.entkit.ffi.EntException
import fr.entkit.ffi.academicRegionOfName
import fr.entkit.ffi.academiesOfAcademicRegion
import fr.entkit.ffi.academiesOfRegion
import fr.entkit.ffi.allAcademicRegions
import fr.entkit.ffi.allCountries
import fr.entkit.ffi.allDepartments
import fr.entkit.ffi.allRegions
import fr.entkit.ffi.countryOfName
import fr.entkit.ffi.departmentOfName
import fr.entkit.ffi.departmentsOfAcademicRegion
import fr.entkit.ffi.departmentsOfRegion
import fr.entkit.ffi.parseAcademicRegion
import fr.entkit.ffi.parseCountry
import fr.entkit.ffi.parseDepartment
import fr.entkit.ffi.parseRegion
import fr.entkit.ffi.regionOfName
import fr.entkit.ffi.searchAcademicRegions
import fr.entkit.ffi.searchCountries
import fr.entkit.ffi.searchDepartments
import fr.entkit.ffi.searchRegions

// Every function that takes a text also refuses half a surrogate pair, with `text/encoding`.

/** Every department and overseas territory, by code; read once. */
public val Department.Companion.all: List<Department>
    @JvmName("departments")
    get() = departments

/** Every region, by code; read once. */
public val AdministrativeRegion.Companion.all: List<AdministrativeRegion>
    @JvmName("regions")
    get() = regions

/** Every academic region, by code; read once. */
public val AcademicRegion.Companion.all: List<AcademicRegion>
    @JvmName("academicRegions")
    get() = academicRegions

/** Every country and territory abroad, by code; read once. */
public val Country.Companion.all: List<Country>
    @JvmName("countries")
    get() = countries

private val departments by lazy { allDepartments() }
private val regions by lazy { allRegions() }
private val academicRegions by lazy { allAcademicRegions() }
private val countries by lazy { allCountries() }

/**
 * The departments of this region, by code.
 *
 * @throws EntException.Parse `administrative_region/unknown` when its code was changed
 */
@Throws(EntException::class)
public fun AdministrativeRegion.departments(): List<Department> =
    reading { departmentsOfRegion(code) }

/**
 * The académies of this region, by code.
 *
 * @throws EntException.Parse `administrative_region/unknown` when its code was changed
 */
@Throws(EntException::class)
public fun AdministrativeRegion.academies(): List<Academy> = reading { academiesOfRegion(code) }

/**
 * The académies of this academic region, by code.
 *
 * @throws EntException.Parse `academic_region/unknown` when its code was changed
 */
@Throws(EntException::class)
public fun AcademicRegion.academies(): List<Academy> = reading { academiesOfAcademicRegion(code) }

/**
 * The departments of this academic region, by code.
 *
 * @throws EntException.Parse `academic_region/unknown` when its code was changed
 */
@Throws(EntException::class)
public fun AcademicRegion.departments(): List<Department> =
    reading { departmentsOfAcademicRegion(code) }

/**
 * Reads the code of a department or overseas collectivity, such as `2A`.
 *
 * @throws EntException.Parse `department/unknown`
 */
@Throws(EntException::class)
@JvmName("parseDepartment")
public fun Department.Companion.parse(code: String): Department = reading { parseDepartment(code) }

/** As `parse`, null where it throws. */
@JvmName("parseDepartmentOrNull")
public fun Department.Companion.parseOrNull(code: String): Department? =
    orNull { parseDepartment(code) }

/**
 * Finds a department by its whole name, whatever case, accents and punctuation.
 *
 * @throws EntException.Parse `department/unknown`
 */
@Throws(EntException::class)
@JvmName("departmentOfName")
public fun Department.Companion.ofName(name: String): Department =
    reading { departmentOfName(name) }

/** As `ofName`, null where it throws. */
@JvmName("departmentOfNameOrNull")
public fun Department.Companion.ofNameOrNull(name: String): Department? =
    orNull { departmentOfName(name) }

/** Those with a word of their name starting with each word of [text], whatever case and accents. */
@Throws(EntException::class)
@JvmName("searchDepartments")
public fun Department.Companion.search(text: String): List<Department> =
    reading { searchDepartments(text) }

/**
 * Reads the code of a region, such as `84`.
 *
 * @throws EntException.Parse `administrative_region/unknown`
 */
@Throws(EntException::class)
@JvmName("parseAdministrativeRegion")
public fun AdministrativeRegion.Companion.parse(code: String): AdministrativeRegion =
    reading { parseRegion(code) }

/** As `parse`, null where it throws. */
@JvmName("parseAdministrativeRegionOrNull")
public fun AdministrativeRegion.Companion.parseOrNull(code: String): AdministrativeRegion? =
    orNull { parseRegion(code) }

/**
 * Finds a region by its whole name, whatever case, accents and punctuation.
 *
 * @throws EntException.Parse `administrative_region/unknown`
 */
@Throws(EntException::class)
@JvmName("administrativeRegionOfName")
public fun AdministrativeRegion.Companion.ofName(name: String): AdministrativeRegion =
    reading { regionOfName(name) }

/** As `ofName`, null where it throws. */
@JvmName("administrativeRegionOfNameOrNull")
public fun AdministrativeRegion.Companion.ofNameOrNull(name: String): AdministrativeRegion? =
    orNull { regionOfName(name) }

/** Those with a word of their name starting with each word of [text], whatever case and accents. */
@Throws(EntException::class)
@JvmName("searchRegions")
public fun AdministrativeRegion.Companion.search(text: String): List<AdministrativeRegion> =
    reading { searchRegions(text) }

/**
 * Reads the code of an academic region, such as `84`.
 *
 * @throws EntException.Parse `academic_region/unknown`
 */
@Throws(EntException::class)
@JvmName("parseAcademicRegion")
public fun AcademicRegion.Companion.parse(code: String): AcademicRegion =
    reading { parseAcademicRegion(code) }

/** As `parse`, null where it throws. */
@JvmName("parseAcademicRegionOrNull")
public fun AcademicRegion.Companion.parseOrNull(code: String): AcademicRegion? =
    orNull { parseAcademicRegion(code) }

/**
 * Finds an academic region by its whole name, whatever case, accents and punctuation.
 *
 * @throws EntException.Parse `academic_region/unknown`
 */
@Throws(EntException::class)
@JvmName("academicRegionOfName")
public fun AcademicRegion.Companion.ofName(name: String): AcademicRegion =
    reading { academicRegionOfName(name) }

/** As `ofName`, null where it throws. */
@JvmName("academicRegionOfNameOrNull")
public fun AcademicRegion.Companion.ofNameOrNull(name: String): AcademicRegion? =
    orNull { academicRegionOfName(name) }

/** Those with a word of their name starting with each word of [text], whatever case and accents. */
@Throws(EntException::class)
@JvmName("searchAcademicRegions")
public fun AcademicRegion.Companion.search(text: String): List<AcademicRegion> =
    reading { searchAcademicRegions(text) }

/**
 * Reads the code of a country or territory abroad, such as `99140`.
 *
 * @throws EntException.Parse `country/unknown`
 */
@Throws(EntException::class)
@JvmName("parseCountry")
public fun Country.Companion.parse(code: String): Country = reading { parseCountry(code) }

/** As `parse`, null where it throws. */
@JvmName("parseCountryOrNull")
public fun Country.Companion.parseOrNull(code: String): Country? = orNull { parseCountry(code) }

/**
 * Finds a country by its whole name, whatever case, accents and punctuation.
 *
 * @throws EntException.Parse `country/unknown`
 */
@Throws(EntException::class)
@JvmName("countryOfName")
public fun Country.Companion.ofName(name: String): Country = reading { countryOfName(name) }

/** As `ofName`, null where it throws. */
@JvmName("countryOfNameOrNull")
public fun Country.Companion.ofNameOrNull(name: String): Country? = orNull { countryOfName(name) }

/** Those with a word of their name starting with each word of [text], whatever case and accents. */
@Throws(EntException::class)
@JvmName("searchCountries")
public fun Country.Companion.search(text: String): List<Country> = reading { searchCountries(text) }
